package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

import io.bailiwick.migration.history.HistoryDefinition;
import io.bailiwick.migration.history.TableName;

/**
 * Writes a history exactly as Flyway would ({@code PostgreSQLDatabase}), but in the
 * caller's transaction, so that the histories of several domains come about together.
 */
final class HistoryWriter {

	private static final String INSERT = """
			INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, installed_on,
			                execution_time, success)
			VALUES (?, ?, ?, ?, ?, ?, coalesce(?, current_user), coalesce(?, now()::timestamp), ?, true)""";

	private final Connection connection;

	HistoryWriter(Connection connection) {
		this.connection = connection;
	}

	void create(TableName table) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(HistoryDefinition.sql(table));
		}
	}

	void insert(TableName table, List<AdoptedRow> rows) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(INSERT.formatted(table))) {
			for (AdoptedRow row : rows) {
				statement.setInt(1, row.rank());
				statement.setString(2, row.version());
				statement.setString(3, row.description());
				statement.setString(4, row.type());
				statement.setString(5, row.script());
				statement.setObject(6, row.checksum(), Types.INTEGER);
				statement.setString(7, row.installedBy());
				statement.setTimestamp(8, (row.installedOn() != null) ? Timestamp.from(row.installedOn()) : null);
				statement.setInt(9, row.executionTime());
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

}
