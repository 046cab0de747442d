package io.bailiwick.migration.undo;

import java.util.List;
import java.util.Map;

import io.bailiwick.migration.script.MigrationScript;
import io.bailiwick.migration.script.ScriptException;
import io.bailiwick.migration.script.statement.ScriptStatement;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A way back, taken apart.
 *
 * @param path the path by which people know the file
 * @param statements its statements
 * @param inTransaction whether it runs in a transaction
 */
record DownScript(String path, List<ScriptStatement> statements, boolean inTransaction) {

	/**
	 * Read a way back, and decide as Flyway does for a way forward whether it runs in a
	 * transaction.
	 */
	static DownScript read(MigrationScript script, Configuration configuration, Map<String, String> placeholders) {
		List<ScriptStatement> statements = script.statements(configuration, placeholders);
		Boolean set = script.inTransaction();
		if (set != null || !configuration.isExecuteInTransaction()) {
			return new DownScript(script.path(), statements, set != null && set);
		}
		ScriptStatement culprit = first(statements, false);
		if (culprit != null && first(statements, true) != null && !configuration.isMixed()) {
			throw new ScriptException(
					"The file '%s' mixes statements that run in a transaction with one that can not, in line %d: %s"
						.formatted(script, culprit.line(), culprit.summary()),
					"Say in '%s.conf' that all of it runs without a transaction (executeInTransaction=false); write it then so that it may be run again."
						.formatted(script));
		}
		return new DownScript(script.path(), statements, culprit == null);
	}

	private static @Nullable ScriptStatement first(List<ScriptStatement> statements, boolean transactional) {
		return statements.stream()
			.filter((statement) -> statement.isTransactional() == transactional)
			.findFirst()
			.orElse(null);
	}

}
