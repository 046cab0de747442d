package io.bailiwick.migration.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bailiwick.migration.script.statement.NonTransactional;
import io.bailiwick.migration.script.statement.ScriptStatement;
import io.bailiwick.migration.script.statement.SqlWords;
import io.bailiwick.migration.script.statement.StatementReader;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileCopyUtils;

/**
 * One direction of a migration: a file, or the lines of one that belong to the direction.
 */
public final class MigrationScript {

	private final NamedFile file;

	private final Section section;

	private final ScriptSettings settings;

	MigrationScript(NamedFile file, Section section, ScriptSettings settings) {
		this.file = file;
		this.section = section;
		this.settings = settings;
	}

	/**
	 * Return the real path of the file below the folder of the migrations, which is what
	 * the history records.
	 * @return the path
	 */
	public String script() {
		return this.file.file().path();
	}

	/**
	 * Return the path by which people know the file.
	 * @return the path
	 */
	public String path() {
		return this.file.file().displayPath();
	}

	/**
	 * Return whether the script is to run in a transaction.
	 * @return what is set for it, or {@code null} if nothing is: then it runs in one
	 * unless a statement of it can not
	 */
	public @Nullable Boolean inTransaction() {
		return this.settings.inTransaction();
	}

	/**
	 * Return the script as Flyway reads it. It has the name that tells Flyway the version
	 * and the description, and the real path; lines of the file that belong to another
	 * direction are empty.
	 * @param encoding the encoding of the file
	 * @return the resource
	 */
	public LoadableResource resource(Charset encoding) {
		return new ScriptResource(this.file.file(), this.file.flywayName(), this.section, encoding);
	}

	/**
	 * Return what configures this script for Flyway, as Flyway reads it.
	 * @param encoding the encoding of the file
	 * @return the resource, or {@code null} if there is nothing to configure
	 * @throws ScriptException if a statement that no transaction can hold stands beside
	 * others and nothing says how to run them
	 */
	public @Nullable LoadableResource configuration(Charset encoding) {
		String text = this.settings
			.flywayConfiguration(this.settings.inTransaction() == null && isMissedByFlyway(encoding));
		return (text != null) ? new TextResource(script() + ".conf", path() + ".conf", text) : null;
	}

	/**
	 * Return the text of the script. Lines that belong to another direction are empty.
	 * @param encoding the encoding of the file
	 * @return the text
	 * @throws ScriptException if the file is not of that encoding
	 */
	public String text(Charset encoding) {
		try {
			return FileCopyUtils.copyToString(resource(encoding).read());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(this), ex);
		}
	}

	/**
	 * Whether there is nothing to run, but at most comments.
	 * @param encoding the encoding of the file
	 * @return whether the script is empty
	 */
	public boolean isEmpty(Charset encoding) {
		return SqlWords.isEmpty(text(encoding));
	}

	/**
	 * Return what the comments at the beginning of the file say.
	 * @param encoding the encoding of the file
	 * @return the head, without fields if it says nothing
	 */
	public ScriptHead head(Charset encoding) {
		try (BufferedReader reader = new BufferedReader(new EncodingCheckedReader(this.file.file(), encoding))) {
			return ScriptHead.read(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(this), ex);
		}
	}

	/**
	 * Take the script apart, as Flyway does when it runs it. Needs Flyway's module for
	 * PostgreSQL.
	 * @param configuration the configuration of Flyway
	 * @param placeholders the values of further placeholders, such as {@code flyway:user}
	 * @return the statements, in their order
	 * @throws ScriptException if the file can not be read or taken apart
	 * @throws io.bailiwick.migration.script.statement.StatementException if the data of a
	 * {@code COPY … FROM STDIN} does not end
	 */
	public List<ScriptStatement> statements(Configuration configuration, Map<String, String> placeholders) {
		Charset encoding = configuration.getEncoding();
		try {
			return new StatementReader(configuration, placeholders).read(resource(encoding), configuration(encoding));
		}
		catch (FlywayException ex) {
			throw new ParseFailure(path()).explain(ex);
		}
	}

	/**
	 * What is missing of the way back, if this is the way forward.
	 */
	String missingDown() {
		String path = path();
		String missing = switch (Objects.requireNonNullElse(this.file.style(), MigrationStyle.FLYWAY)) {
			case FLYWAY -> path.replaceFirst("V([^/]*)$", "U$1");
			case UP_DOWN_FILES, UP_DOWN_FOLDERS -> path.replaceFirst("up\\.sql$", "down.sql");
			case NUMBERED -> "";
			case DBMATE -> "-- migrate:down";
			case GOOSE -> "-- +goose Down";
		};
		if (missing.isEmpty()) {
			return "files like '%s' have no way back".formatted(path);
		}
		return missing.startsWith("--") ? "'%s' has no '%s'".formatted(path, missing)
				: "there is no file '%s'".formatted(missing);
	}

	/**
	 * Flyway would run the whole file in a transaction, which the server refuses, or take
	 * the whole file out of it, which only its author may.
	 */
	private boolean isMissedByFlyway(Charset encoding) {
		if (!StatementReader.isAvailable() || !NonTransactional.isWorthALook(text(encoding))) {
			return false;
		}
		List<ScriptStatement> statements = read(encoding);
		ScriptStatement culprit = statements.stream()
			.filter(ScriptStatement::isMissedByFlyway)
			.findFirst()
			.orElse(null);
		if (culprit != null && statements.stream().anyMatch(ScriptStatement::isTransactional)) {
			throw mixed(culprit);
		}
		return culprit != null;
	}

	private List<ScriptStatement> read(Charset encoding) {
		try {
			return new StatementReader(new FluentConfiguration().placeholderReplacement(false), Map.of())
				.read(resource(encoding), null);
		}
		catch (FlywayException ex) {
			throw new ParseFailure(path()).explain(ex);
		}
	}

	private ScriptException mixed(ScriptStatement culprit) {
		return new ScriptException(
				"The file '%s' mixes statements that run in a transaction with one that can not, in line %d: %s"
					.formatted(this, culprit.line(), culprit.summary()),
				"Put this statement into a file of its own, with a version between what must run before it and what must run after it.");
	}

	@Override
	public String toString() {
		return path();
	}

}
