package io.bailiwick.migration.fresh;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.util.AbbreviationUtils;

/**
 * The history of a schema that is being built: the table and the rows that Flyway would
 * write ({@code PostgreSQLDatabase}, {@code JdbcTableSchemaHistory}).
 */
final class FreshHistory {

	private static final String CREATE = """
			CREATE TABLE %1$s (
				"installed_rank" INT NOT NULL,
				"version" VARCHAR(50),
				"description" VARCHAR(200) NOT NULL,
				"type" VARCHAR(20) NOT NULL,
				"script" VARCHAR(1000) NOT NULL,
				"checksum" INTEGER,
				"installed_by" VARCHAR(100) NOT NULL,
				"installed_on" TIMESTAMP NOT NULL DEFAULT now(),
				"execution_time" INTEGER NOT NULL,
				"success" BOOLEAN NOT NULL
			);
			ALTER TABLE %1$s ADD CONSTRAINT "%2$s_pk" PRIMARY KEY ("installed_rank");
			CREATE INDEX "%2$s_s_idx" ON %1$s ("success")""";

	private static final String INSERT = """
			INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, installed_on,
				execution_time, success)
			VALUES (?, ?, ?, 'SQL', ?, ?, current_user, clock_timestamp(), ?, true)""";

	private final String table;

	private final String name;

	private final List<Row> rows = new ArrayList<>();

	FreshHistory(String schema, String name) {
		this.table = "\"%s\".\"%s\"".formatted(schema, name);
		this.name = name;
	}

	void create(Statement statement) throws SQLException {
		statement.execute(CREATE.formatted(this.table, this.name));
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
