package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.database.Databases;
import io.bailiwick.database.timeout.RoleSettings;
import io.bailiwick.database.timeout.TimeoutReadings;
import io.bailiwick.database.timeout.Timeouts;
import io.bailiwick.database.timeout.TimeoutsInForce;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.log.LogMessage;
import org.springframework.util.StringUtils;

/**
 * Asks each server once which timeouts the application's connections really have: what
 * was sent may have been overruled, or dropped on the way.
 */
final class SessionCheck {

	private static final Log logger = LogFactory.getLog(SessionCheck.class);

	private final Databases databases;

	private final Domains domains;

	private final ObjectProvider<PoolPreparation> preparation;

	private final TimeoutReadings readings;

	SessionCheck(Databases databases, Domains domains, ObjectProvider<PoolPreparation> preparation,
			TimeoutReadings readings) {
		this.databases = databases;
		this.domains = domains;
		this.preparation = preparation;
		this.readings = readings;
	}

	void check() {
		for (Database database : this.databases) {
			try (Connection connection = database.connect()) {
				if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
					check(database, connection, this.preparation.getIfAvailable());
				}
			}
			catch (SQLException ex) {
				throw DatabaseUnavailableException.explain(database.location(), ex);
			}
		}
	}

	private void check(Database database, Connection connection, @Nullable PoolPreparation pools) throws SQLException {
		TimeoutsInForce inForce = TimeoutsInForce.read(connection);
		this.readings.add(database.name(), inForce);
		logger.debug(LogMessage.format("In %s: %s", database.location().describe(), inForce.describe()));
		if (pools == null) {
			return;
		}
		ServerProfile server = pools.profile(database.name());
		Timeouts wanted = pools.timeouts(database.name());
		List<String> differences = inForce.differences(wanted);
		if (server.pooled()) {
			List<String> searchPath = new ArrayList<>(
					this.domains.in(database.name()).stream().map(Domain::schema).toList());
			searchPath.add("public");
			if (!differences.isEmpty() || !searches(connection, searchPath)) {
				warn(database, connection, wanted, server, searchPath, differences);
			}
		}
		else if (!differences.isEmpty()) {
			logger.warn(LogMessage.format(
					"In %s, not all timeouts are those that are configured: %s. "
							+ "Options in the URL and settings of the role or the database may overrule them",
					database.location().describe(), String.join(", ", differences)));
		}
	}

	private static void warn(Database database, Connection connection, Timeouts wanted, ServerProfile server,
			List<String> searchPath, List<String> differences) throws SQLException {
		String role = connection.getMetaData().getUserName();
		String script = new RoleSettings(role, connection.getCatalog(), wanted, server.majorVersion(), searchPath)
			.script();
		logger.warn(LogMessage.format(
				"%s is reached through a connection pooler, where settings belong to the role: %s. Execute this on the server itself, as that role or an administrator:%n%n%s",
				StringUtils.capitalize(database.location().describe()),
				differences.isEmpty() ? "the search path is not that of the domains" : String.join(", ", differences),
				script));
	}

	private static boolean searches(Connection connection, List<String> schemas) throws SQLException {
		try (var statement = connection.createStatement();
				var row = statement.executeQuery("SELECT current_setting('search_path')")) {
			row.next();
			List<String> searched = List.of(row.getString(1).replace("\"", "").split("\\s*,\\s*"));
			return searched.containsAll(schemas);
		}
	}

}
