package io.bailiwick.migration.fresh;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.migration.history.HistoryDefinition;
import io.bailiwick.migration.history.TableName;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.util.AbbreviationUtils;

/**
 * The history of a schema that is being built: the table and the rows that Flyway would
 * write ({@code PostgreSQLDatabase}, {@code JdbcTableSchemaHistory}).
 */
final class FreshHistory {

	private static final String INSERT = """
			INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, installed_on,
				execution_time, success)
			VALUES (?, ?, ?, 'SQL', ?, ?, current_user, clock_timestamp(), ?, true)""";

	private final TableName table;

	private final List<Row> rows = new ArrayList<>();

	FreshHistory(String schema, String name) {
		this.table = new TableName(schema, name);
	}

	void create(Statement statement) throws SQLException {
		statement.execute(HistoryDefinition.sql(this.table));
	}

	void add(FreshScript script, int executionTime) {
		this.rows.add(new Row(script, executionTime));
	}

	void write(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(INSERT.formatted(this.table))) {
			int rank = 0;
			for (Row row : this.rows) {
				MigrationVersion version = row.script().migration().version();
				statement.setInt(1, ++rank);
				statement.setObject(2, (version != null) ? version.getVersion() : null, Types.VARCHAR);
				statement.setString(3, AbbreviationUtils.abbreviateDescription(row.script().migration().description()));
				statement.setString(4, AbbreviationUtils.abbreviateScript(row.script().migration().script()));
				statement.setInt(5, row.script().checksum());
				statement.setInt(6, row.executionTime());
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private record Row(FreshScript script, int executionTime) {

	}

}
