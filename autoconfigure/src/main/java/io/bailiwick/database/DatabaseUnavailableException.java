package io.bailiwick.database;

import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

import io.bailiwick.database.security.TlsFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a database that domains live in does not let the application in; nothing
 * has been changed in it.
 */
public class DatabaseUnavailableException extends FailureAnalyzedException {

	/**
	 * No server, no connection left, starting up or shutting down.
	 */
	private static final Set<String> TEMPORARY = Set.of("08001", "08006", "53300", "57P03", "57P01", "57P02");

	private final DatabaseLocation location;

	private final boolean temporary;

	DatabaseUnavailableException(DatabaseLocation location, String description, String action, Throwable cause) {
		this(location, description, action, cause, false);
	}

	private DatabaseUnavailableException(DatabaseLocation location, String description, String action, Throwable cause,
			boolean temporary) {
		super(description, action, cause);
		this.location = location;
		this.temporary = temporary;
	}

	/**
	 * Explain why a connection could not be opened.
	 * <p>
	 * The meaning of the codes is that of the PostgreSQL documentation, appendix A,
	 * "PostgreSQL Error Codes".
	 * @param location the database
	 * @param failure what the driver or the pool threw
	 * @return an exception that says what happened and what to do
	 */
	public static DatabaseUnavailableException explain(DatabaseLocation location, Exception failure) {
		SQLException cause = sqlException(failure);
		String state = (cause != null && cause.getSQLState() != null) ? cause.getSQLState() : "";
		String database = location.describe();
		String user = (location.username() != null) ? "the role '%s'".formatted(location.username())
				: "the role that connects";
		if (isUnusableUrl(failure)) {
			return new DatabaseUnavailableException(location,
					"No driver understands the URL of %s.%n%n    %s%n%nNothing was changed.".formatted(database,
							withoutSecrets(failure.getMessage())),
					"Correct %s: a URL looks like jdbc:postgresql://host:5432/database."
						.formatted(location.whereToChange()),
					failure);
		}
		if (namesLoginAsHost(failure)) {
			return new DatabaseUnavailableException(location,
					"The URL of %s has a login before its host, which the driver takes for a part of the host.%n%n    %s%n%nNothing was changed."
						.formatted(database, root(failure).strip()),
					"Take it out of %s: user name and password are properties of their own beside it. A URL looks like jdbc:postgresql://host:5432/database."
						.formatted(location.whereToChange()),
					failure);
		}
		TlsFailure tls = TlsFailure.of(failure);
		if (tls != null) {
			return new DatabaseUnavailableException(location,
					"%s%n%n    %s%n%nNothing was changed.".formatted(tls.description(database),
							withoutSecrets((cause != null) ? cause.getMessage() : failure.getMessage())),
					"%s The address is that of %s; its 'sslmode' says whether TLS is asked for.".formatted(tls.action(),
							location.whereToChange()),
					failure);
		}
		String description = switch (state) {
			case "28P01", "28000", "08004" ->
				"The server refused %s at %s: the password, the name or the way to log in is wrong.".formatted(user,
						database);
			case "3D000" -> "The server is there, but %s does not exist on it.".formatted(database);
			case "42501" -> "The server does not permit %s to connect to %s.".formatted(user, database);
			case "53300" -> "The server of %s has no connection left to give to %s.".formatted(database, user);
			case "57P03" -> "The server of %s is starting up, shutting down or recovering.".formatted(database);
			case "08001", "08006" -> "No PostgreSQL server could be reached for %s.".formatted(database);
			default -> "Could not open a connection to %s.".formatted(database);
		};
		String action = switch (state) {
			case "28P01", "28000", "08004" ->
				"Check the user name and the password in or beside %s, and the server's pg_hba.conf."
					.formatted(location.whereToChange());
			case "3D000" -> "Create it (CREATE DATABASE %s;), or correct the name in %s.".formatted(name(location),
					location.whereToChange());
			case "42501" -> "Ask its owner for: GRANT CONNECT ON DATABASE %s TO %s;".formatted(name(location),
					(location.username() != null) ? "\"" + location.username() + "\"" : "…");
			case "53300" ->
				"Lower '%s', or raise the limit: max_connections of the server, or the CONNECTION LIMIT of the role (ALTER ROLE) or of the database (ALTER DATABASE)."
					.formatted(location.poolSizeProperty());
			case "57P03" -> "Start the application again when the server accepts connections.";
			case "08001", "08006" ->
				"Start the server, or correct the host and the port in %s.".formatted(location.whereToChange());
			default -> "Check %s.".formatted(location.whereToChange());
		};
		String detail = withoutSecrets((cause != null) ? cause.getMessage() : failure.getMessage()) + root(failure);
		return new DatabaseUnavailableException(location,
				"%s%n%n    %s%s%n%nNothing was changed.".formatted(description, detail,
						state.isEmpty() ? "" : " [SQLSTATE %s]".formatted(state)),
				action, failure, TEMPORARY.contains(state));
	}

	/**
	 * The driver manager has the same code for a URL that it can not read as the driver
	 * has for a server that it can not reach.
	 */
	private static boolean isUnusableUrl(Exception failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (message.contains("No suitable driver") || message.contains("claims to not accept jdbcUrl")) {
				return true;
			}
		}
		return false;
	}

	private static String name(DatabaseLocation location) {
		String url = (location.url() != null) ? location.url() : "";
		int slash = url.lastIndexOf('/');
		return (slash >= 0 && slash < url.length() - 1) ? "\"" + url.substring(slash + 1) + "\"" : "…";
	}

	/**
	 * What lies below the driver's words, such as a host that nobody knows.
	 */
	private static String root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return (root instanceof IOException)
				? " (%s: %s)".formatted(root.getClass().getSimpleName(), withoutSecrets(withoutLogin(root))) : "";
	}

	/**
	 * To the driver everything between the slashes is a host, a login included: nobody
	 * knows it, and the message repeats it.
	 */
	private static String withoutLogin(Throwable unknownHost) {
		return String.valueOf(unknownHost.getMessage()).replaceFirst("(?s)^.*@", "***@");
	}

	private static boolean namesLoginAsHost(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnknownHostException && String.valueOf(cause.getMessage()).contains("@")) {
				return true;
			}
		}
		return false;
	}

	private static String withoutSecrets(@Nullable String message) {
		return String.valueOf(message)
			.replaceAll("//\\S*@", "//")
			.replaceAll("(?i)(password=)[^&;\\s]*", "$1***")
			.replaceAll("\\R\\s*", System.lineSeparator() + "    ");
	}

	private static @Nullable SQLException sqlException(@Nullable Throwable failure) {
		SQLException found = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sqlException && (found == null || sqlException.getSQLState() != null)) {
				found = sqlException;
			}
		}
		return found;
	}

	/**
	 * Return whether the server may let the application in later, with nothing changed on
	 * its side: it can not be reached yet, or is starting.
	 * @return whether trying again may help
	 */
	public boolean isTemporary() {
		return this.temporary;
	}

	/**
	 * Return the database that could not be reached.
	 * @return its location
	 */
	public DatabaseLocation getLocation() {
		return this.location;
	}

}
