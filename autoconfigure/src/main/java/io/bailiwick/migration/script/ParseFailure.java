package io.bailiwick.migration.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.api.FlywayException;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Says where a script could not be taken apart.
 */
final class ParseFailure {

	private static final Pattern PLACE = Pattern.compile("at line (\\d+) col (\\d+)");

	private final String path;

	ParseFailure(String path) {
		this.path = path;
	}

	FailureAnalyzedException explain(FlywayException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FailureAnalyzedException explained) {
				return explained;
			}
		}
		Throwable root = (failure.getCause() != null) ? failure.getCause() : failure;
		String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
		Matcher place = PLACE.matcher(String.valueOf(failure.getMessage()));
		String line = place.find() ? ", line %s".formatted(place.group(1)) : "";
		return new ScriptException(
				"The file '%s' could not be taken apart into statements%s: %s".formatted(this.path, line, message),
				"Look for a quote, a parenthesis, a comment or a BEGIN ATOMIC that does not end, or for a placeholder without a value.");
	}

}
