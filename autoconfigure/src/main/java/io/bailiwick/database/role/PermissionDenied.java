package io.bailiwick.database.role;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Explains that a role was not permitted to do something, which the server reports
 * without the role and without the schema.
 */
public final class PermissionDenied {

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	// With lc_messages in another language the server's own words have to do.
	private static final Pattern DENIED = Pattern
		.compile("(?:permission denied for|must be owner of) ((?:[a-z]+ )+)\"?([^\"\\n]+?)\"?(?:\\n|$)");

	private PermissionDenied() {
	}

	/**
	 * Explain an error, if this is what it is about.
	 * @param failure what the driver threw, or something that has this as a cause
	 * @param role the role that executed the statement
	 * @param domain the name of the domain whose connection was used
	 * @return the explanation, or {@code null} if the error is about something else
	 */
	public static @Nullable String explain(Throwable failure, String role, String domain) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException ex && INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				return explain(ex, role, domain);
			}
		}
		return null;
	}

	private static String explain(SQLException failure, String role, String domain) {
		String message = String.valueOf(failure.getMessage());
		Matcher denied = DENIED.matcher(message);
		String what = (denied.find()) ? "the %s '%s'".formatted(denied.group(1).strip(), denied.group(2)) : "this";
		String advice = (message.contains("must be owner") || what.startsWith("the schema"))
				? "Changes of a schema belong into a migration, which runs as the owner of the schema; to use another domain's schema, name that domain in 'bailiwick.domains.%s.depends-on'."
				: "If it belongs to another domain, name that domain in 'bailiwick.domains.%s.depends-on' (which permits reading) or go through that domain's service.";
		return "The role '%s' of the domain '%s' has no permission for %s (%s). %s".formatted(role, domain, what,
				message.replaceAll("\\s+", " "), advice.formatted(domain));
	}

}
