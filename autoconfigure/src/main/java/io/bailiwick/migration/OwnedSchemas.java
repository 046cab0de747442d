package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.role.InstalledRoles;
import io.bailiwick.database.role.RoleCheck;
import io.bailiwick.database.role.RoleInstaller;
import io.bailiwick.database.role.RolePlan;
import io.bailiwick.database.role.Violation;
import io.bailiwick.domain.Domain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Gives each domain a role that owns its schema and one that only reads and writes it.
 * Where both are there and may do what they should and no more, nothing is executed, so
 * that a role without special rights can start what an administrator has prepared.
 */
final class OwnedSchemas implements SchemaKeeper {

	private static final Log logger = LogFactory.getLog(OwnedSchemas.class);

	private final Database database;

	private final Connection connection;

	private final List<Domain> domains;

	private final RolePlan plan;

	private final InstalledRoles installed;

	private final RoleCheck check;

	OwnedSchemas(Database database, Connection connection, List<Domain> domains, RolePlan plan,
			InstalledRoles installed, RoleCheck check) {
		this.database = database;
		this.connection = connection;
		this.domains = List.copyOf(domains);
		this.plan = plan;
		this.installed = installed;
		this.check = check;
	}

	@Override
	public void create(List<Domain> pending) throws SQLException {
		if (this.installed.complete(this.domains) && serious().isEmpty()) {
			return;
		}
		new RoleInstaller(this.database.location(), this.connection).install(this.plan);
		logger.info(LogMessage.format("The domains in %s have roles of their own: %s",
				this.database.location().describe(), this.plan.roles()));
	}

	/**
	 * Flyway has created each history as any other table of the domain.
	 */
	@Override
	public void finish() throws SQLException {
		for (Domain domain : this.domains) {
			protectHistory(domain);
		}
		for (Violation violation : this.check.violations(this.domains)) {
			if (violation.usual()) {
				logger.warn(LogMessage.format("In %s: %s", this.database.location().describe(), violation.describe()));
			}
		}
		List<Violation> serious = serious();
		if (!serious.isEmpty()) {
			throw new RolesViolatedException(this.database.location(), serious);
		}
	}

	private List<Violation> serious() throws SQLException {
		return this.check.violations(this.domains).stream().filter((violation) -> !violation.usual()).toList();
	}

	private void protectHistory(Domain domain) throws SQLException {
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : this.plan.afterMigration(domain)) {
				statement.execute(sql);
			}
			this.connection.commit();
		}
		catch (SQLException ex) {
			this.connection.rollback();
			throw ex;
		}
		finally {
			this.connection.setAutoCommit(true);
		}
	}

}
