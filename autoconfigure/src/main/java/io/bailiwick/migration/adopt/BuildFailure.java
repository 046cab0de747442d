package io.bailiwick.migration.adopt;

import java.sql.SQLException;

import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line why files did not run.
 */
final class BuildFailure {

	private BuildFailure() {
	}

	static String describe(Exception failure) {
		SQLException cause = find(failure, SQLException.class);
		String message = (cause != null) ? "%s [SQLSTATE %s]".formatted(inOneLine(cause), cause.getSQLState())
				: inOneLine(failure);
		FlywaySqlScriptException script = find(failure, FlywaySqlScriptException.class);
		if (script != null && script.getResource() != null) {
			return "%s, line %d: %s".formatted(script.getResource().getAbsolutePath(), script.getLineNumber(), message);
		}
		FlywayMigrateException migration = find(failure, FlywayMigrateException.class);
		return (migration != null) ? "%s: %s".formatted(migration.getMigration().getScript(), message) : message;
	}

	private static String inOneLine(Throwable failure) {
		return String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
