package io.bailiwick.migration.intent;

import java.util.List;
import java.util.Map;

import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.statement.ScriptStatement;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a file that was interrupted can not go on before somebody has looked at it.
 * Nothing was run and nothing was changed.
 */
public final class StoppedException extends FailureAnalyzedException {

	private static final int ENOUGH = 300;

	private StoppedException(String description, String action) {
		super(description, action);
	}

	/**
	 * A server process is still at it.
	 */
	static StoppedException busy(IntentTable table, Intent intent, int pid) {
		return new StoppedException(
				"A statement of '%s' in the schema '%s' is still running in the server process %d since %s, although who started it is gone: %s%n%nNothing was run."
					.formatted(intent.script(), table.history().schema(), pid, intent.since(), excerpt(intent)),
				"Wait until it has finished and start again, or end it: SELECT pg_terminate_backend(%d);"
					.formatted(pid));
	}

	/**
	 * What became of the statement can not be told.
	 */
	static StoppedException unknown(IntentTable table, Intent intent, Place place) {
		return new StoppedException(
				"""
						A statement of the domain '%s' was running when its process ended, and whether it was done can not be told from outside.

						%s

						The server process has ended. Nothing was run now; what stands before the statement in the file is done and committed."""
					.formatted(place.domain(), place.describe(intent)),
				"""
						Look at what the statement changes. If it was done, run: %s If it was not, or can be run again: %s \
						Then start again: the file goes on from there."""
					.formatted(table.howToMark(intent.script(), Intent.State.DONE),
							table.howToMark(intent.script(), Intent.State.NOT_DONE)));
	}

	/**
	 * The file is not the one that was interrupted.
	 */
	static StoppedException changed(IntentTable table, Intent intent, Place place) {
		return new StoppedException(
				"""
						The file '%s' of the domain '%s' has changed since it was interrupted, and its beginning has been run.

						%s

						Nothing was run now; the first %d statements of the file as it was are done and committed."""
					.formatted(place.path(intent), place.domain(), place.describe(intent), intent.done()),
				"""
						Put the file back as it was, start again so that it is finished, and make the change in a new file. \
						To have the file run from its beginning, undo by hand what it has done and run: %s"""
					.formatted(table.howToForget(intent.script())));
	}

	/**
	 * The file is gone.
	 */
	static StoppedException missing(IntentTable table, Intent intent, Place place) {
		return new StoppedException(
				"""
						The file '%s' of the domain '%s' was interrupted, and is not there any more.

						%s

						Nothing was run now; the first %d statements of the file are done and committed."""
					.formatted(intent.script(), place.domain(), place.describe(intent), intent.done()),
				"Put the file back and start again so that it is finished. To give it up, undo by hand what it has done and run: %s"
					.formatted(table.howToForget(intent.script())));
	}

	private static String excerpt(Intent intent) {
		String flat = intent.sql().replaceAll("\\s+", " ").strip();
		return (flat.length() > ENOUGH) ? flat.substring(0, ENOUGH) + " …" : flat;
	}

	/**
	 * Where the files of a domain are, and how to read them.
	 *
	 * @param domain the name of the domain
	 * @param scripts the files
	 * @param configuration how Flyway reads them
	 */
	record Place(String domain, DomainScripts scripts, Configuration configuration) {

		String path(Intent intent) {
			Migration migration = find(intent.script());
			return (migration != null) ? migration.up().path() : intent.script();
		}

		@Nullable Migration find(String script) {
			return this.scripts.migrations()
				.stream()
				.filter((migration) -> migration.script().equals(script))
				.findFirst()
				.orElse(null);
		}

		List<ScriptStatement> statements(String script) {
			Migration migration = find(script);
			return (migration != null) ? migration.up().statements(this.configuration, Map.of()) : List.of();
		}

		String describe(Intent intent) {
			return """
					File:      %s, %sstatement %d
					Statement: %s
					Since:     %s, in the server process %d""".formatted(path(intent), line(intent), intent.statement(),
					excerpt(intent), intent.since(), intent.pid());
		}

		/**
		 * A file that can not be taken apart here has no line.
		 */
		private String line(Intent intent) {
			try {
				List<ScriptStatement> statements = statements(intent.script());
				boolean known = intent.statement() <= statements.size();
				return known ? "line %d, ".formatted(statements.get(intent.statement() - 1).line()) : "";
			}
			catch (RuntimeException ex) {
				return "";
			}
		}

	}

}
