package io.bailiwick.database.environment;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected, by the names that libpq and pgjdbc share.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">libpq SSL
 * support</a>
 */
enum SslMode {

	/**
	 * Never TLS.
	 */
	DISABLE,

	/**
	 * TLS only if the server insists.
	 */
	ALLOW,

	/**
	 * TLS if the server offers it.
	 */
	PREFER,

	/**
	 * TLS, whoever the server is.
	 */
	REQUIRE,

	/**
	 * TLS, and the certificate comes from a trusted authority.
	 */
	VERIFY_CA,

	/**
	 * TLS, a trusted certificate, and it was issued for this host.
	 */
	VERIFY_FULL;

	static final String NAMES = Arrays.stream(values()).map(SslMode::toString).collect(Collectors.joining(", "));

	static @Nullable SslMode ofName(String name) {
		for (SslMode mode : values()) {
			if (mode.toString().equalsIgnoreCase(name)) {
				return mode;
			}
		}
		return null;
	}

	/**
	 * Read a switch. "On" means the mode that really protects: {@code require} would
	 * encrypt without asking who is at the other end.
	 * @param text a switch or the name of a mode, in any case
	 * @return the mode, or {@code null} if the text is neither
	 */
	static @Nullable SslMode ofSwitch(String text) {
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "true", "1", "yes", "on" -> VERIFY_FULL;
			case "false", "0", "no", "off" -> DISABLE;
			default -> ofName(text);
		};
	}

	boolean encrypts() {
		return compareTo(REQUIRE) >= 0;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
