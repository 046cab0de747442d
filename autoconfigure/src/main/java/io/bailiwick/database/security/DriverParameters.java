package io.bailiwick.database.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What a pool tells pgjdbc, in its URL and in the properties beside it. The URL wins
 * ({@code org.postgresql.Driver.parseURL}), so what is only set beside it may be ignored.
 *
 * @param inUrl the parameters of the URL
 * @param besideIt the driver's properties
 */
record DriverParameters(Map<String, String> inUrl, Properties besideIt) {

	private static final String PREFIX = "jdbc:postgresql:";

	/**
	 * Read the parameters.
	 * @return them, or {@code null} if it is not pgjdbc itself that the pool asks for
	 * connections
	 */
	static @Nullable DriverParameters of(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		if (url == null || !url.startsWith(PREFIX) || pool.getDataSource() != null
				|| pool.getDataSourceClassName() != null) {
			return null;
		}
		return new DriverParameters(parse(url), pool.getDataSourceProperties());
	}

	private static Map<String, String> parse(String url) {
		Map<String, String> parameters = new LinkedHashMap<>();
		int start = url.indexOf('?');
		for (String parameter : StringUtils.tokenizeToStringArray((start != -1) ? url.substring(start + 1) : "", "&")) {
			int equals = parameter.indexOf('=');
			parameters.put((equals != -1) ? parameter.substring(0, equals) : parameter,
					(equals != -1) ? decode(parameter.substring(equals + 1)) : "");
		}
		return parameters;
	}

	private static String decode(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// The driver refuses such a URL, and says so better.
			return value;
		}
	}

	/**
	 * The value that the driver will use.
	 */
	@Nullable String get(String name) {
		String value = this.inUrl.get(name);
		return (value != null) ? value : this.besideIt.getProperty(name);
	}

	/**
	 * Where that value stands, for messages.
	 */
	String placeOf(String name) {
		return this.inUrl.containsKey(name) ? "the parameter '%s' of the URL".formatted(name)
				: "the driver property '%s'".formatted(name);
	}

}
