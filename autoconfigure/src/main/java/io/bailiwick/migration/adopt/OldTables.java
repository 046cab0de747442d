package io.bailiwick.migration.adopt;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.migration.history.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the histories of other tools in a database.
 */
final class OldTables {

	private static final String CANDIDATES = """
			SELECT n.nspname, c.relname,
			       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT c.relrowsecurity,
			       (SELECT array_agg(a.attname::text) FROM pg_attribute a
			        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
			       EXISTS (SELECT FROM pg_class m WHERE m.relnamespace = n.oid AND m.relname = 'ar_internal_metadata')
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			      AND (lower(c.relname) = ANY (?) OR (n.nspname = coalesce(?, n.nspname) AND c.relname = ?)
			           OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'installed_rank'))
			ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname""";

	private final Connection connection;

	private final String database;

	private final Set<TableName> own;

	/**
	 * Create an instance.
	 * @param connection a connection to the database
	 * @param database the database, as messages call it
	 * @param own the histories that the domains keep themselves
	 */
	OldTables(Connection connection, String database, Set<TableName> own) {
		this.connection = connection;
		this.database = database;
		this.own = Set.copyOf(own);
	}

	/**
	 * Find the one history that is meant.
	 * @param name the table that somebody has named, or {@code null} to find it
	 * @return the history
	 * @throws AdoptionException if there is none, or more than one, or it can not be read
	 */
	OldTable find(@Nullable String name) throws SQLException {
		return (name != null) ? named(name) : only(candidates(null, null));
	}

	private OldTable named(String name) throws SQLException {
		int dot = name.indexOf('.');
		String schema = (dot > 0) ? name.substring(0, dot) : null;
		String table = name.substring(dot + 1);
		List<Candidate> named = candidates(schema, table).stream()
			.filter((found) -> found.name().table().equals(table))
			.filter((found) -> schema == null || found.name().schema().equals(schema))
			.toList();
		if (named.size() != 1) {
			throw new AdoptionException(
					named.isEmpty() ? "There is no table '%s' in %s.".formatted(name, this.database)
							: "There are several tables '%s' in %s:%n%n%s".formatted(name, this.database, list(named)),
					"Name the table in which the other tool keeps its history, with its schema: --from schema.table");
		}
		Candidate candidate = named.get(0);
		if (this.own.contains(candidate.name())) {
			throw new AdoptionException(
					"%s in %s is the history that a domain keeps itself.".formatted(candidate.name(), this.database),
					"If it is the history of another tool all the same, give it another name first: ALTER TABLE %s RENAME TO \"%s_old\"; and then adopt that table."
						.formatted(candidate.name(), table));
		}
		return table(candidate);
	}

	private OldTable only(List<Candidate> candidates) {
		List<Candidate> known = candidates.stream()
			.filter((candidate) -> !this.own.contains(candidate.name()))
			.filter((candidate) -> candidate.tool() != null && candidate.tool().usuallyCalls(candidate.name().table()))
			.toList();
		if (known.size() > 1) {
			throw new AdoptionException(
					"There are the histories of several tools in %s:%n%n%s".formatted(this.database, list(known)),
					"Say which one to adopt, for instance: --from %s.%s".formatted(known.get(0).name().schema(),
							known.get(0).name().table()));
		}
		if (known.isEmpty()) {
			throw nothingFound(candidates);
		}
		return table(known.get(0));
	}

	private AdoptionException nothingFound(List<Candidate> candidates) {
		List<Candidate> strange = candidates.stream()
			.filter((candidate) -> !this.own.contains(candidate.name()) && candidate.tool() == null)
			.toList();
		String tools = Arrays.stream(MigrationTool.values())
			.map(MigrationTool::label)
			.collect(Collectors.joining(", "));
		String baseline = "'java -jar <application>.jar db baseline <domain>@<version>' says that a database has all that a domain's files describe up to a version.";
		if (strange.isEmpty()) {
			return new AdoptionException(
					"There is no history of another tool in %s. Looked for: %s.".formatted(this.database, tools),
					"If the tool keeps it in a table of another name, name it: --from schema.table. Without one, "
							+ baseline);
		}
		return new AdoptionException(
				"The history in %s can not be taken over:%n%n%s".formatted(this.database, list(strange)),
				"Known are those of %s. For any other, %s".formatted(tools, baseline));
	}

	private OldTable table(Candidate candidate) {
		if (candidate.tool() == null) {
			throw new AdoptionException(
					"The table %s in %s has the columns %s: no tool known here makes such a history."
						.formatted(candidate.name(), this.database, String.join(", ", candidate.columns())),
					"Name the table in which the other tool keeps its history: --from schema.table");
		}
		if (!candidate.readable()) {
			throw new AdoptionException(
					"%s in %s may not be read, or not all of it."
						.formatted(new OldTable(candidate.tool(), candidate.name()).describe(), this.database),
					"Have its owner run: GRANT USAGE ON SCHEMA \"%s\" TO …; GRANT SELECT ON %s TO …; for the role that migrates (row security must not hide rows from it)."
						.formatted(candidate.name().schema(), candidate.name()));
		}
		return new OldTable(candidate.tool(), candidate.name());
	}

	private static String list(List<Candidate> candidates) {
		return candidates.stream()
			.map((candidate) -> "    %s of %s".formatted(candidate.name(),
					(candidate.tool() != null) ? candidate.tool().label()
							: MigrationTool.otherTool(candidate.name().table())))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private List<Candidate> candidates(@Nullable String schema, @Nullable String table) throws SQLException {
		List<Candidate> candidates = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(CANDIDATES)) {
			Array names = this.connection.createArrayOf("text",
					Stream.concat(MigrationTool.usualTables().stream(), MigrationTool.otherTables().stream())
						.toArray());
			statement.setArray(1, names);
			statement.setString(2, schema);
			statement.setString(3, table);
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					Set<String> columns = new LinkedHashSet<>(Arrays.asList((String[]) result.getArray(4).getArray()));
					candidates.add(new Candidate(new TableName(result.getString(1), result.getString(2)),
							result.getBoolean(3), columns, MigrationTool.of(columns, result.getBoolean(5))));
				}
			}
		}
		return candidates;
	}

	private record Candidate(TableName name, boolean readable, Set<String> columns, @Nullable MigrationTool tool) {

	}

}
