package io.bailiwick.database.timeout;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Server settings in the start-up packet of each connection, where they cost no round
 * trip (driver property {@code options} of the PostgreSQL JDBC driver; PostgreSQL
 * documentation, "Frontend/Backend Protocol", message StartupMessage).
 */
public final class StartupOptions {

	private static final String PROPERTY = "options";

	private static final Pattern IN_URL = Pattern.compile("([?&]" + PROPERTY + "=)([^&]*)");

	private final Map<String, String> settings;

	/**
	 * Create options.
	 * @param settings values by the names of the settings
	 */
	public StartupOptions(Map<String, String> settings) {
		this.settings = Map.copyOf(settings);
	}

	/**
	 * Give the settings to a pool that has not opened a connection yet. Options that
	 * somebody configured, in the URL or as a property, stay and win. Does nothing to a
	 * pool that is already running or is not one of PostgreSQL.
	 * @param pool the pool
	 */
	public void complete(HikariDataSource pool) {
		String url = pool.getJdbcUrl();
		if (this.settings.isEmpty() || pool.isRunning() || url == null || !url.startsWith("jdbc:postgresql:")) {
			return;
		}
		// The driver lets the URL win over properties.
		Matcher inUrl = IN_URL.matcher(url);
		if (inUrl.find()) {
			String configured = URLDecoder.decode(inUrl.group(2), StandardCharsets.UTF_8);
			String merged = URLEncoder.encode(mergeInto(configured), StandardCharsets.UTF_8);
			pool.setJdbcUrl(url.substring(0, inUrl.start(2)) + merged + url.substring(inUrl.end(2)));
		}
		else {
			pool.addDataSourceProperty(PROPERTY, mergeInto(pool.getDataSourceProperties().getProperty(PROPERTY)));
		}
	}

	/**
	 * Put the settings in front of other options: the server takes the last value it
	 * finds.
	 */
	String mergeInto(@Nullable String configured) {
		StringBuilder options = new StringBuilder();
		this.settings.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.forEach((setting) -> options.append("-c ")
				.append(setting.getKey())
				.append('=')
				.append(escape(setting.getValue()))
				.append(' '));
		return options.append((configured != null) ? configured : "").toString().strip();
	}

	/**
	 * The server splits at white space that no backslash precedes.
	 */
	private static String escape(String value) {
		return value.replaceAll("[\\s\\\\]", "\\\\$0");
	}

}
