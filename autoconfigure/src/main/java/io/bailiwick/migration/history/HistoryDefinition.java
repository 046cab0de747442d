package io.bailiwick.migration.history;

/**
 * The table in which Flyway keeps a history, for whoever makes one in a transaction of
 * its own ({@code PostgreSQLDatabase.getRawCreateScript}).
 */
public final class HistoryDefinition {

	private static final String SQL = """
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

	private HistoryDefinition() {
	}

	/**
	 * Return the statements that create the table with its key and its index.
	 * @param table the table
	 * @return the SQL
	 */
	public static String sql(TableName table) {
		return SQL.formatted(table, table.table().replace("\"", "\"\""));
	}

}
