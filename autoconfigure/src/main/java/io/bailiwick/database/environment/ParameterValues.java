package io.bailiwick.database.environment;

import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What libpq allows as the value of a parameter, and how pgjdbc spells it.
 *
 * @param expected what is allowed, for people
 * @param translation how a value is translated
 */
record ParameterValues(String expected, Translation translation) {

	static ParameterValues any() {
		return new ParameterValues("any text", (value) -> value);
	}

	static ParameterValues oneOf(Map<String, String> translations) {
		return new ParameterValues("one of " + String.join(", ", new TreeSet<>(translations.keySet())),
				translations::get);
	}

	static ParameterValues sslMode() {
		return new ParameterValues("one of " + SslMode.NAMES, (value) -> {
			SslMode mode = SslMode.ofName(value);
			return (mode != null) ? mode.toString() : null;
		});
	}

	static ParameterValues seconds() {
		return new ParameterValues("a whole number of seconds", (value) -> value.matches("[0-9]{1,6}") ? value : null);
	}

	@Nullable String translate(String value) {
		return this.translation.apply(value);
	}

	/**
	 * Translates one value.
	 */
	@FunctionalInterface
	interface Translation {

		@Nullable String apply(String value);

	}

}
