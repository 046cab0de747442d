package io.bailiwick.migration.adopt;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The tools whose histories can be taken over, each recognised by the columns of the
 * table in which it keeps its history.
 */
public enum MigrationTool {

	/**
	 * Flyway, with a history of its own making, wherever it is and whatever its name.
	 */
	FLYWAY("Flyway", "flyway_schema_history", "checksum", "description", "execution_time", "installed_by",
			"installed_on", "installed_rank", "script", "success", "type", "version"),

	/**
	 * golang-migrate: one row with the newest version.
	 */
	GOLANG_MIGRATE("golang-migrate", "schema_migrations", "dirty", "version"),

	/**
	 * dbmate: a row for each version.
	 */
	DBMATE("dbmate", "schema_migrations", "version"),

	/**
	 * Rails: the table of dbmate beside {@code ar_internal_metadata}. Its migrations are
	 * written in Ruby.
	 */
	RAILS("Rails", "schema_migrations", "version"),

	/**
	 * Ecto: a row for each version. Its migrations are written in Elixir.
	 */
	ECTO("Ecto", "schema_migrations", "inserted_at", "version"),

	/**
	 * goose: a row for each time a migration was applied or, in old versions, undone.
	 */
	GOOSE("goose", "goose_db_version", "id", "is_applied", "tstamp", "version_id"),

	/**
	 * sqlx: a row for each version, with a checksum of the file.
	 */
	SQLX("sqlx", "_sqlx_migrations", "checksum", "description", "execution_time", "installed_on", "success", "version"),

	/**
	 * diesel: a row for each version.
	 */
	DIESEL("diesel", "__diesel_schema_migrations", "run_on", "version");

	private static final Map<String, String> OTHERS = Map.of("databasechangelog", "Liquibase", "alembic_version",
			"Alembic", "_prisma_migrations", "Prisma", "knex_migrations", "Knex", "django_migrations", "Django",
			"__efmigrationshistory", "Entity Framework", "atlas_schema_revisions", "Atlas", "pgmigrations",
			"node-pg-migrate", "schema_version", "an old Flyway");

	private final String label;

	private final String table;

	private final Set<String> columns;

	MigrationTool(String label, String table, String... columns) {
		this.label = label;
		this.table = table;
		this.columns = Set.of(columns);
	}

	/**
	 * Recognise a history.
	 * @param columns the names of the columns of a table
	 * @param besideRailsMetadata whether Rails has left a table of its own beside it
	 * @return the tool, or {@code null} if no tool makes such a table
	 */
	static @Nullable MigrationTool of(Set<String> columns, boolean besideRailsMetadata) {
		return Arrays.stream(values())
			.filter((tool) -> tool.columns.equals(columns))
			.filter((tool) -> tool.columns.size() > 1 || (tool == RAILS) == besideRailsMetadata)
			.findFirst()
			.orElse(null);
	}

	/**
	 * The names under which tools keep their histories unless they are told otherwise.
	 */
	static List<String> usualTables() {
		return Arrays.stream(values()).map((tool) -> tool.table).distinct().toList();
	}

	/**
	 * The names under which tools keep theirs whose histories can not be taken over.
	 */
	static Set<String> otherTables() {
		return OTHERS.keySet();
	}

	static String otherTool(String table) {
		return OTHERS.getOrDefault(table.toLowerCase(Locale.ROOT), "another tool");
	}

	/**
	 * Whether the table has a name that tells what it is. Flyway's columns tell by
	 * themselves.
	 */
	boolean usuallyCalls(String name) {
		return this == FLYWAY || this.table.equals(name);
	}

	/**
	 * Whether its migrations are written in a language that only the tool itself runs, so
	 * that no file of a domain can be one of them.
	 * @return whether only its newest version can be taken over
	 */
	public boolean isCode() {
		return this == RAILS || this == ECTO;
	}

	/**
	 * Return the name of the tool.
	 * @return its name, as people write it
	 */
	public String label() {
		return this.label;
	}

}
