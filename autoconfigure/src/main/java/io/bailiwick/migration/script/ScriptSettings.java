package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is set for one script alone: by Flyway's {@code .conf} file beside it, or by what
 * its own tool has for it. The {@code .conf} file has the last word.
 */
final class ScriptSettings {

	private static final Pattern IN_TRANSACTION = Pattern
		.compile("(?m)^\\s*(?:flyway\\.)?executeInTransaction\\s*=\\s*(true|false)\\s*$");

	private static final Pattern PLACEHOLDERS = Pattern
		.compile("(?m)^\\s*(?:flyway\\.)?placeholderReplacement\\s*=\\s*(true|false)\\s*$");

	private static final Pattern DIESEL = Pattern
		.compile("(?m)^\\s*run_in_transaction\\s*=\\s*(true|false)\\s*(?:#.*)?$");

	private static final Pattern SQLX = Pattern.compile("(?s)(?:\u00EF\u00BB\u00BF)?-- no-transaction.*");

	private static final int SQLX_LENGTH = 32;

	private final NamedFile script;

	private final @Nullable Boolean marked;

	private final @Nullable ScriptFile configuration;

	private final @Nullable ScriptFile metadata;

	/**
	 * Create settings.
	 * @param script the script
	 * @param marked what its marks say of a transaction, if they do
	 * @param configuration the {@code .conf} file beside it, if there is one
	 * @param metadata the {@code metadata.toml} beside it, if there is one
	 */
	ScriptSettings(NamedFile script, @Nullable Boolean marked, @Nullable ScriptFile configuration,
			@Nullable ScriptFile metadata) {
		this.script = script;
		this.marked = marked;
		this.configuration = configuration;
		this.metadata = metadata;
	}

	/**
	 * Whether the script runs in a transaction, or {@code null} if nothing says so.
	 */
	@Nullable Boolean inTransaction() {
		Boolean configured = find(IN_TRANSACTION, configuration());
		return (configured != null) ? configured : ofItsTool();
	}

	private @Nullable Boolean ofItsTool() {
		MigrationStyle style = this.script.style();
		if (style == MigrationStyle.UP_DOWN_FOLDERS) {
			return find(DIESEL, (this.metadata != null) ? text(this.metadata) : "");
		}
		if (style == MigrationStyle.UP_DOWN_FILES || style == MigrationStyle.NUMBERED) {
			return SQLX.matcher(beginning()).matches() ? Boolean.FALSE : null;
		}
		return this.marked;
	}

	/**
	 * What Flyway is to read as the {@code .conf} file of the script, or {@code null} if
	 * there is nothing to tell it.
	 * @param detected whether the script was found to need no transaction
	 */
	@Nullable String flywayConfiguration(boolean detected) {
		StringBuilder text = new StringBuilder(configuration());
		if (find(IN_TRANSACTION, configuration()) == null) {
			Boolean inTransaction = detected ? Boolean.FALSE : ofItsTool();
			text.append((inTransaction != null) ? "\nexecuteInTransaction=" + inTransaction : "");
		}
		if (this.script.style() != MigrationStyle.FLYWAY && find(PLACEHOLDERS, configuration()) == null) {
			// The other tools have no placeholders: ${x} is text to them.
			text.append("\nplaceholderReplacement=false");
		}
		return (text.isEmpty() && this.configuration == null) ? null : text.toString();
	}

	private String configuration() {
		return (this.configuration != null) ? text(this.configuration) : "";
	}

	private static @Nullable Boolean find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		return matcher.find() ? Boolean.valueOf(matcher.group(1)) : null;
	}

	private static String text(ScriptFile file) {
		try {
			return file.resource().getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(file), ex);
		}
	}

	private String beginning() {
		try (InputStream in = this.script.file().resource().getInputStream()) {
			return new String(in.readNBytes(SQLX_LENGTH), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(this.script), ex);
		}
	}

}
