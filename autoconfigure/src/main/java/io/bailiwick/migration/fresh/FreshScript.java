package io.bailiwick.migration.fresh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.bailiwick.migration.history.MigrationFiles;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.statement.ScriptStatement;
import io.bailiwick.migration.script.statement.SqlWords;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A migration that can share a transaction with others.
 *
 * @param migration the migration
 * @param commands its statements, together as far as the driver can take them apart
 * @param checksum the checksum that Flyway records
 */
record FreshScript(Migration migration, List<String> commands, int checksum) {

	/**
	 * What outlives a statement other than in the schema, so that Flyway has to come
	 * between one migration and the next.
	 */
	private static final Set<String> LINGERING = Set.of("SET", "RESET", "LISTEN", "UNLISTEN", "PREPARE", "DEALLOCATE",
			"DISCARD", "LOAD", "DECLARE", "LOCK", "COPY", "SAVEPOINT", "ROLLBACK", "RELEASE", "BEGIN", "START",
			"COMMIT", "END", "ABORT");

	private static final Pattern ATOMIC = Pattern.compile("\\bATOMIC\\b", Pattern.CASE_INSENSITIVE);

	/**
	 * Make a script of a migration.
	 * @return the script, or {@code null} if Flyway should run it
	 */
	static @Nullable FreshScript of(Migration migration, MigrationFiles files, Configuration configuration) {
		Integer checksum = files.checksum(migration);
		if (checksum == null || migration.kind() == Migration.Kind.BASELINE
				|| Boolean.FALSE.equals(migration.up().inTransaction())) {
			return null;
		}
		String text = migration.up().text(configuration.getEncoding());
		if (text.contains(configuration.getPlaceholderPrefix() + "flyway") || text.contains("set_config")
				|| text.contains("advisory")) {
			return null;
		}
		List<ScriptStatement> statements = migration.up().statements(configuration, Map.of());
		for (ScriptStatement statement : statements) {
			if (!statement.isTransactional() || lingers(statement.sql())) {
				return null;
			}
		}
		return new FreshScript(migration, commands(statements), checksum);
	}

	/**
	 * Statements that are sent together take one round trip. The driver does not find the
	 * end of every function body that is written in SQL.
	 */
	private static List<String> commands(List<ScriptStatement> statements) {
		List<String> commands = new ArrayList<>();
		StringBuilder together = new StringBuilder();
		for (ScriptStatement statement : statements) {
			boolean alone = ATOMIC.matcher(statement.sql()).find();
			if (alone && !together.isEmpty()) {
				commands.add(together.toString());
				together.setLength(0);
			}
			if (alone) {
				commands.add(statement.sql());
			}
			else {
				// A comment at the end of a statement must not swallow what separates it.
				together.append(together.isEmpty() ? "" : "\n;\n").append(statement.sql());
			}
		}
		if (!together.isEmpty()) {
			commands.add(together.toString());
		}
		return commands;
	}

	private static boolean lingers(String sql) {
		List<String> words = SqlWords.first(sql, 2);
		return !words.isEmpty() && (LINGERING.contains(words.get(0)) || (words.get(0).equals("CREATE")
				&& Arrays.asList("TEMP", "TEMPORARY", "LOCAL", "GLOBAL").contains(words.get(words.size() - 1))));
	}

}
