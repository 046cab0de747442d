package io.bailiwick.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when PgBouncer refuses a connection because of a setting in the start-up packet;
 * nothing has been changed.
 */
public class StartupRefusedException extends FailureAnalyzedException {

	// PgBouncer's words, up to 1.19 and since 1.20.
	private static final Pattern REFUSAL = Pattern.compile("unsupported startup parameter(?: in options)?: ([\\w.]+)");

	StartupRefusedException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

	/**
	 * Explain a connection that failed, if this is why.
	 * @param location the database
	 * @param failure what the driver or the pool threw
	 * @return the explanation, or {@code null} if the connection failed for another
	 * reason
	 */
	public static @Nullable StartupRefusedException explain(DatabaseLocation location, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			Matcher refusal = REFUSAL.matcher(String.valueOf(cause.getMessage()));
			if (refusal.find()) {
				return explain(location, refusal.group(1), failure);
			}
		}
		return null;
	}

	private static StartupRefusedException explain(DatabaseLocation location, String parameter, Throwable failure) {
		String name = location.name();
		return new StartupRefusedException(
				"PgBouncer, through which %s is reached, refuses connections that start with the setting '%s'.%n%nNothing was changed."
					.formatted(location.describe(), parameter),
				("Set 'bailiwick.databases.%1$s.pgbouncer=true': settings then belong to the role, and the log shows the SQL. "
						+ "If you configured '%2$s' yourself, remove it from the URL or the driver properties. "
						+ "(PgBouncer's 'ignore_startup_parameters' would let the connection in and drop the setting.)")
					.formatted(name, parameter),
				failure);
	}

}
