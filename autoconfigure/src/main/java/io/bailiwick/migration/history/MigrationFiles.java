package io.bailiwick.migration.history;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.FlywayFile;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.ScriptException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.FileCopyUtils;

/**
 * What a domain's files say that its history should say: versions, descriptions and
 * checksums, or why only Flyway can tell.
 */
public final class MigrationFiles {

	private final @Nullable List<KnownMigration> migrations;

	private final @Nullable String doubt;

	private MigrationFiles(@Nullable List<KnownMigration> migrations, @Nullable String doubt) {
		this.migrations = migrations;
		this.doubt = doubt;
	}

	/**
	 * Leave the verdict to Flyway.
	 * @param doubt why, for instance because a customizer may change its rules
	 * @return files that are never found to be up to date
	 */
	public static MigrationFiles unknown(String doubt) {
		Assert.hasText(doubt, "'doubt' must not be empty");
		return new MigrationFiles(null, doubt);
	}

	/**
	 * Read all files of a domain.
	 * @param scripts the files
	 * @param encoding the encoding of the files
	 * @param placeholders the values of placeholders, or {@code null} if they are not
	 * replaced
	 * @param table where the history of these files is kept
	 * @return what the files say; a file that can not be read or is no migration leaves
	 * the verdict to Flyway
	 */
	public static MigrationFiles read(DomainScripts scripts, Charset encoding,
			@Nullable Map<String, String> placeholders, TableName table) {
		Assert.notNull(scripts, "'scripts' must not be null");
		Placeholders replacement = (placeholders != null) ? Placeholders.of(placeholders, table) : null;
		List<KnownMigration> migrations = new ArrayList<>();
		for (FlywayFile script : scripts.shown()) {
			try {
				KnownMigration migration = read(script, encoding, replacement);
				if (migration == null) {
					return unknown((script.purpose() == FlywayFile.Purpose.OTHER)
							? "'%s' may change what Flyway does".formatted(script)
							: "'%s' has a placeholder or version of which only Flyway knows".formatted(script));
				}
				migrations.add(migration);
			}
			catch (IOException | ScriptException ex) {
				return unknown("'%s' can not be read".formatted(script));
			}
		}
		return new MigrationFiles(List.copyOf(migrations), null);
	}

	private static @Nullable KnownMigration read(FlywayFile script, Charset encoding,
			@Nullable Placeholders placeholders) throws IOException {
		return switch (script.purpose()) {
			case VERSIONED -> versioned(RowType.SQL, script, encoding);
			case BASELINE -> versioned(RowType.SQL_BASELINE, script, encoding);
			case REPEATABLE -> repeatable(script, encoding, placeholders);
			case OTHER -> null;
		};
	}

	private static @Nullable KnownMigration versioned(RowType type, FlywayFile script, Charset encoding)
			throws IOException {
		Version version = (script.version() != null) ? Version.of(script.version()) : null;
		if (version == null) {
			return null;
		}
		try (Reader reader = script.read(encoding)) {
			int checksum = FlywayChecksum.of(reader);
			return new KnownMigration(type, version, script.description(), checksum, checksum);
		}
	}

	private static @Nullable KnownMigration repeatable(FlywayFile script, Charset encoding,
			@Nullable Placeholders placeholders) throws IOException {
		String raw = FileCopyUtils.copyToString(script.read(encoding));
		String replaced = (placeholders != null) ? placeholders.withFilename(script.filename()).replace(raw) : raw;
		return (replaced != null) ? new KnownMigration(RowType.SQL, null, script.description(),
				FlywayChecksum.of(replaced), FlywayChecksum.of(raw)) : null;
	}

	/**
	 * Return the checksum that Flyway records for a migration.
	 * @param migration a migration of the domain
	 * @return the checksum, or {@code null} if only Flyway can tell
	 */
	public @Nullable Integer checksum(Migration migration) {
		if (this.migrations == null || migration.kind() == Migration.Kind.BASELINE) {
			return null;
		}
		Version version = (migration.version() != null) ? Version.of(migration.version().getVersion()) : null;
		for (KnownMigration known : this.migrations) {
			if (!known.type().isBaseline() && Objects.equals(known.version(), version)
					&& (version != null || known.description().equals(migration.description()))) {
				return known.checksum();
			}
		}
		return null;
	}

	@Nullable List<KnownMigration> migrations() {
		return this.migrations;
	}

	@Nullable String doubt() {
		return this.doubt;
	}

}
