package io.bailiwick.database.role;

import java.sql.SQLException;

import io.bailiwick.database.DatabaseLocation;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when domains are to have roles of their own and the role that connects may not
 * create them; nothing has been changed.
 */
public class RolesNotInstalledException extends FailureAnalyzedException {

	private final String script;

	RolesNotInstalledException(DatabaseLocation location, String role, RolePlan plan, SQLException cause) {
		super("The role '%s' may not give the domains in %s their own roles.%n%n    %s [SQLSTATE %s]%n%nNothing was changed."
			.formatted(role, location.describe(), cause.getMessage(), cause.getSQLState()),
				"Have an administrator execute this script in the database, then start again:%n%n%s"
					.formatted(plan.script()),
				cause);
		this.script = plan.script();
	}

	/**
	 * Return the script for an administrator.
	 * @return the script
	 */
	public String getScript() {
		return this.script;
	}

}
