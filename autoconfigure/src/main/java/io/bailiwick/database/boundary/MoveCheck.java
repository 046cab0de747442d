package io.bailiwick.database.boundary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.database.Databases;
import io.bailiwick.database.SameDatabase;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * Looks, before anything is migrated, for domains that have moved to another database and
 * left something behind: objects that cross the new boundary stop the start, data alone
 * is worth a warning.
 */
public final class MoveCheck {

	private static final Log logger = LogFactory.getLog(MoveCheck.class);

	private final Databases databases;

	private final Domains domains;

	private final String historyTable;

	/**
	 * Create a check.
	 * @param databases all databases of the application
	 * @param domains all domains of the application
	 * @param historyTable the name of the domains' history tables
	 */
	public MoveCheck(Databases databases, Domains domains, String historyTable) {
		Assert.notNull(databases, "'databases' must not be null");
		Assert.notNull(domains, "'domains' must not be null");
		this.databases = databases;
		this.domains = domains;
		this.historyTable = historyTable;
	}

	/**
	 * Check every database for domains that live elsewhere now. An application with one
	 * database has nothing to check and opens no connection.
	 * @throws BoundaryCrossedException if something crosses between a domain that has
	 * moved and one that stays
	 */
	public void check() {
		if (this.databases.names().size() < 2) {
			return;
		}
		for (Database database : this.databases) {
			List<Domain> elsewhere = this.domains.stream()
				.filter((domain) -> !domain.database().equals(database.name()))
				.toList();
			try (Connection connection = database.connect()) {
				if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
					check(database, elsewhere, connection);
				}
			}
			catch (SQLException ex) {
				throw DatabaseUnavailableException.explain(database.location(), ex);
			}
		}
	}

	private void check(Database database, List<Domain> elsewhere, Connection connection) throws SQLException {
		List<String> staying = new ArrayList<>(this.domains.in(database.name()).stream().map(Domain::schema).toList());
		staying.add("public");
		for (LeftBehind left : LeftBehind.find(connection, elsewhere, this.historyTable)) {
			Database home = this.databases.get(left.domain().database());
			if (isHome(home, connection)) {
				// Two names for one database: nothing has moved.
				continue;
			}
			List<Crossing> crossings = new BoundaryCheck(connection).crossings(left.domain().schema(), staying)
				.stream()
				.filter(Crossing::certain)
				.toList();
			if (!crossings.isEmpty()) {
				throw new BoundaryCrossedException(left.domain(), database.location(), crossings);
			}
			if (left.tables() > 0 && !hasHistory(home, left.domain())) {
				throw new DataLeftBehindException(left, database.location(), home.location());
			}
			logger.warn(LogMessage.format(
					"In %s: %s. Nobody uses it there: when you have compared the two, run DROP SCHEMA \"%s\" CASCADE",
					database.location().describe(), left.describe(), left.domain().schema()));
		}
	}

	private static boolean isHome(Database home, Connection connection) throws SQLException {
		try (Connection other = home.connect()) {
			return SameDatabase.test(other, connection);
		}
	}

	private boolean hasHistory(Database home, Domain domain) throws SQLException {
		try (Connection connection = home.connect()) {
			return !LeftBehind.find(connection, List.of(domain), this.historyTable).isEmpty();
		}
	}

}
