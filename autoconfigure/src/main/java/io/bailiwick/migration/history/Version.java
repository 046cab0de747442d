package io.bailiwick.migration.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A version in the order that Flyway gives to versions: 1, 001 and 1.0 are the same.
 */
final class Version implements Comparable<Version> {

	private final String text;

	/**
	 * Without zeros at their beginnings, however many digits they have.
	 */
	private final List<String> parts;

	private Version(String text) {
		this.text = text;
		this.parts = parts(text);
	}

	/**
	 * Read a version.
	 * @return the version, or {@code null} if it has anything in it but numbers: Flyway
	 * gives a meaning of its own to some words and signs
	 */
	static @Nullable Version of(String text) {
		boolean digitBefore = false;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			boolean digit = character >= '0' && character <= '9';
			if (!digit && (!digitBefore || (character != '.' && character != '_'))) {
				return null;
			}
			digitBefore = digit;
		}
		return digitBefore ? new Version(text.replace('_', '.')) : null;
	}

	private static List<String> parts(String text) {
		List<String> parts = new ArrayList<>();
		int start = 0;
		for (int end = text.indexOf('.'); end >= 0; end = text.indexOf('.', start)) {
			parts.add(withoutLeadingZeros(text.substring(start, end)));
			start = end + 1;
		}
		parts.add(withoutLeadingZeros(text.substring(start)));
		return parts;
	}

	private static String withoutLeadingZeros(String digits) {
		int start = 0;
		while (start < digits.length() && digits.charAt(start) == '0') {
			start++;
		}
		return digits.substring(start);
	}

	static @Nullable Version max(@Nullable Version one, @Nullable Version other) {
		return (isAfter(one, other)) ? one : other;
	}

	/**
	 * Whether one version is higher than another one, where none is lower than all.
	 */
	static boolean isAfter(@Nullable Version one, @Nullable Version other) {
		return one != null && (other == null || one.compareTo(other) > 0);
	}

	private String part(int index) {
		return (index < this.parts.size()) ? this.parts.get(index) : "";
	}

	@Override
	public int compareTo(Version other) {
		for (int i = 0; i < Math.max(this.parts.size(), other.parts.size()); i++) {
			int digits = Integer.compare(part(i).length(), other.part(i).length());
			int order = (digits != 0) ? digits : part(i).compareTo(other.part(i));
			if (order != 0) {
				return order;
			}
		}
		return 0;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Version version && compareTo(version) == 0;
	}

	@Override
	public int hashCode() {
		int last = this.parts.size();
		while (last > 0 && this.parts.get(last - 1).isEmpty()) {
			last--;
		}
		return this.parts.subList(0, last).hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
