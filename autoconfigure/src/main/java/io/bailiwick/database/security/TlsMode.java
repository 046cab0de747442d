package io.bailiwick.database.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.bailiwick.domain.NearestName;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code sslmode} of pgjdbc means for a pool that has an SSL bundle. The
 * bundle's authorities are asked in every mode that encrypts, so {@code require} is no
 * weaker than {@code verify-ca} here.
 */
enum TlsMode {

	DISABLE("connections are not encrypted and the bundle is not used"),

	ALLOW("connections are not encrypted as long as the server permits that"),

	PREFER("connections are not encrypted when the server offers no TLS or the handshake fails"),

	REQUIRE("whoever has a certificate from one of the bundle's authorities can pass for the server"),

	VERIFY_CA("whoever has a certificate from one of the bundle's authorities can pass for the server"),

	VERIFY_FULL(null);

	private final @Nullable String weakness;

	TlsMode(@Nullable String weakness) {
		this.weakness = weakness;
	}

	/**
	 * What can go wrong in this mode, or {@code null} if it is the one that protects.
	 */
	@Nullable String weakness() {
		return this.weakness;
	}

	/**
	 * The mode that somebody chose, or {@code null} if nobody did. As in pgjdbc,
	 * {@code sslmode} comes before {@code ssl}.
	 */
	static @Nullable TlsMode chosen(DriverParameters parameters, String database) {
		String mode = parameters.get("sslmode");
		if (mode != null) {
			return named(mode, parameters, database);
		}
		String ssl = parameters.get("ssl");
		if (ssl == null) {
			return null;
		}
		return (ssl.isEmpty() || Boolean.parseBoolean(ssl)) ? VERIFY_FULL : PREFER;
	}

	private static TlsMode named(String name, DriverParameters parameters, String database) {
		for (TlsMode mode : values()) {
			if (mode.toString().equalsIgnoreCase(name)) {
				return mode;
			}
		}
		List<String> names = Arrays.stream(values()).map(TlsMode::toString).toList();
		throw new DatabaseSecurityException(
				"The database '%s' is to be connected with the sslmode '%s', and there is none of that name."
					.formatted(database, name),
				"Correct %s. The modes are: %s.%s".formatted(parameters.placeOf("sslmode"), String.join(", ", names),
						NearestName.hint(name, names)));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
