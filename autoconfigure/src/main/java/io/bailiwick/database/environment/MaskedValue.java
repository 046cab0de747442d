package io.bailiwick.database.environment;

import java.util.regex.Pattern;

/**
 * Shows the value of a variable without its secrets.
 */
final class MaskedValue {

	private static final String MASK = "******";

	private static final int LONGEST = 300;

	private static final Pattern SECRET_PARAMETER = Pattern.compile("((?:^|[?&])[^=&?]*passw(?:or)?d[^=&]*=)[^&]*",
			Pattern.CASE_INSENSITIVE);

	private MaskedValue() {
	}

	static String of(EnvironmentVariable variable) {
		String name = variable.name();
		String value = variable.value();
		if (name.endsWith("PASSWORD")) {
			return MASK;
		}
		if (name.endsWith("_URL")) {
			int start = value.indexOf("://");
			// Without a scheme anything may be in there, a bare password included.
			return (start < 0 && !value.startsWith("jdbc:")) ? MASK : printable(ofUrl(value, Math.max(start, 0)));
		}
		return printable(ofUrl(value, 0));
	}

	/**
	 * Masks generously: a password with an unescaped {@code /}, {@code ?} or {@code @}
	 * does not end where a parser believes it does, so everything up to the last
	 * {@code @} counts as one.
	 */
	private static String ofUrl(String value, int start) {
		String masked = SECRET_PARAMETER.matcher(value).replaceAll("$1" + MASK);
		int at = masked.lastIndexOf('@');
		int colon = masked.indexOf(':', (start > 0) ? start + "://".length() : 0);
		return (colon >= 0 && colon < at) ? masked.substring(0, colon + 1) + MASK + masked.substring(at) : masked;
	}

	private static String printable(String text) {
		String printable = text.replaceAll("\\p{Cntrl}", "?");
		return (printable.length() > LONGEST) ? printable.substring(0, LONGEST) + "..." : printable;
	}

}
