package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.database.Database;
import io.bailiwick.database.Databases;
import io.bailiwick.database.role.InstalledRoles;
import io.bailiwick.database.role.RoleCheck;
import io.bailiwick.database.role.RoleNames;
import io.bailiwick.database.role.RolePlan;
import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * The roles that the domains of an application have.
 */
public final class DomainRoles {

	private final RoleNames names;

	private final Databases databases;

	private final String historyTable;

	private final Map<String, String> replicaLogins;

	/**
	 * Create roles.
	 * @param names what they are called
	 * @param databases the databases as the application sees them: whoever logs in there
	 * becomes a member of the roles
	 * @param historyTable the name of the history table in each schema
	 * @param replicaLogins who logs in at the replica of a database, by the name of the
	 * database, where that is somebody else
	 */
	public DomainRoles(RoleNames names, Databases databases, String historyTable, Map<String, String> replicaLogins) {
		Assert.notNull(names, "'names' must not be null");
		Assert.notNull(databases, "'databases' must not be null");
		this.names = names;
		this.databases = databases;
		this.historyTable = historyTable;
		this.replicaLogins = Map.copyOf(replicaLogins);
	}

	SchemaKeeper keeper(Database database, Connection connection, List<Domain> domains) throws SQLException {
		Set<String> logins = new LinkedHashSet<>();
		try (Connection application = this.databases.get(database.name()).connect()) {
			logins.add(application.getMetaData().getUserName());
		}
		// An administrator who executes the script has to know of this one as well.
		logins.add(connection.getMetaData().getUserName());
		String reader = this.replicaLogins.get(database.name());
		if (reader != null) {
			logins.add(reader);
		}
		return new OwnedSchemas(database, connection, domains,
				new RolePlan(domains, this.names, logins, this.historyTable),
				new InstalledRoles(connection, this.names, logins),
				new RoleCheck(connection, this.names, this.historyTable));
	}

}
