package io.bailiwick.database.budget;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The server part of a JDBC URL, in one spelling for what is the same. Defaults are those
 * of the PostgreSQL JDBC driver ({@code jdbc:postgresql://host:port/database},
 * "Connecting to the Database" in its documentation): localhost, 5432, and the role's
 * name as that of the database.
 *
 * @param server {@code host:port}, several separated by commas
 * @param database the database, or {@code null} if the URL names none
 */
record ServerAddress(String server, @Nullable String database) {

	private static final Pattern URL = Pattern.compile("jdbc:postgresql:(?://([^/?]*)/?)?([^/?]*)(?:\\?.*)?");

	private static final String DEFAULT_PORT = ":5432";

	static @Nullable ServerAddress of(@Nullable String url) {
		Matcher matcher = URL.matcher((url != null) ? url : "");
		if (!matcher.matches()) {
			return null;
		}
		StringBuilder server = new StringBuilder();
		String hosts = (matcher.group(1) != null) ? matcher.group(1) : "";
		for (String host : hosts.split(",", -1)) {
			server.append((server.isEmpty()) ? "" : ",").append(withPort(host));
		}
		String database = matcher.group(2);
		return new ServerAddress(server.toString(),
				(database.isEmpty()) ? null : URLDecoder.decode(database, StandardCharsets.UTF_8));
	}

	private static String withPort(String host) {
		String name = (host.isEmpty() || host.startsWith(":")) ? "localhost" + host : host.toLowerCase(Locale.ROOT);
		return (name.lastIndexOf(':') > name.lastIndexOf(']')) ? name : name + DEFAULT_PORT;
	}

}
