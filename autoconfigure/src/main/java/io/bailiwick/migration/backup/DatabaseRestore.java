package io.bailiwick.migration.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.database.security.ClientEnvironment;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.reset.SchemaDrop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * Brings back the data of domains in one database from an archive, all of it or nothing.
 * What is replaced is set aside under another name until the archive is in place.
 */
public final class DatabaseRestore {

	private static final Log logger = LogFactory.getLog(DatabaseRestore.class);

	private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'_old_'uuuuMMddHHmmss")
		.withZone(ZoneOffset.UTC);

	private static final int LONGEST_SCHEMA = 44;

	private final Database database;

	private final Connection connection;

	private final Programs programs;

	private final Consumer<String> progress;

	/**
	 * Create a restore.
	 * @param database the database
	 * @param connection a connection to it, with auto-commit
	 * @param settings where the programs are
	 * @param progress what takes lines that say what is being brought back; in any thread
	 */
	public DatabaseRestore(Database database, Connection connection, BackupSettings settings,
			Consumer<String> progress) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.database = database;
		this.connection = connection;
		this.programs = new Programs(settings.binDirectory());
		this.progress = progress;
	}

	/**
	 * Refuse what would destroy something, before anything is changed.
	 * @param domains the domains to bring back
	 * @param clean whether what is there may be replaced
	 * @throws BackupException if it may not be, or if something elsewhere needs it
	 * @throws SQLException if the database can not be read
	 */
	public void check(List<Domain> domains, boolean clean) throws SQLException {
		SchemaContents contents = new SchemaContents(this.connection, domains);
		List<Domain> full = domains.stream().filter((domain) -> !contents.isEmpty(domain.schema())).toList();
		if (full.isEmpty()) {
			return;
		}
		if (!clean) {
			throw new BackupException(
					"The schemas of %s in %s are not empty.%n%nNothing was changed.".formatted(names(full),
							this.database.location().describe()),
					"To replace what is there by what is in the archive, say '--clean'. Save it first: 'java -jar <application>.jar db backup %s'."
						.formatted(names(full)));
		}
		Set<String> needed = new SchemaDrop(this.connection, full).wouldTakeAlong();
		if (!needed.isEmpty()) {
			throw new BackupException(
					"What is to be replaced in %s is needed elsewhere:%n%n%s%n%nNothing was changed.".formatted(
							this.database.location().describe(),
							needed.stream()
								.map((object) -> "    - " + object)
								.collect(Collectors.joining(System.lineSeparator()))),
					"Restore the domains to which these belong as well, or drop them first.");
		}
	}

	/**
	 * Bring the data back.
	 * @param file the archive
	 * @param domains the domains, all of which it has
	 * @param clean whether what is there may be replaced
	 * @return schemas with what was there before, if they could not be dropped afterwards
	 * @throws BackupException if a program is missing or fails, or if something would be
	 * destroyed; what was there is there then
	 * @throws SQLException if the database fails
	 */
	public List<String> restore(Path file, List<Domain> domains, boolean clean) throws SQLException {
		Program program = Archive.reader(file,
				this.programs.restore(this.connection.getMetaData().getDatabaseMajorVersion()));
		ArchiveContents archive = Archive.read(file, List.of(program));
		Map<String, String> environment = new ClientEnvironment(this.database.name(), program.major())
			.variables(this.database.dataSource(), this.connection, System.getenv());
		check(domains, clean);
		SchemaContents before = new SchemaContents(this.connection, domains);
		List<Domain> replaced = domains.stream().filter((domain) -> !before.isEmpty(domain.schema())).toList();
		List<String> empty = domains.stream()
			.map(Domain::schema)
			.filter((schema) -> before.exists(schema) && before.isEmpty(schema))
			.toList();
		String suffix = SUFFIX.format(Instant.now());
		rename(replaced, "", suffix);
		try {
			run(program, environment, file, archive.of(domains.stream().map(Domain::schema).toList(), empty));
		}
		catch (Program.Failed ex) {
			rename(replaced, suffix, "");
			throw new BackupException(
					"%s could not bring back %s in %s from '%s'.%n%n%s%n%nAll of it was rolled back: what was there is there."
						.formatted(program, names(domains), this.database.location().describe(), file, ex.quoted()),
					"Remove the cause and start again. A role that restores must be able to create the schemas and to give them to the owners that they had.",
					ex);
		}
		return drop(replaced, suffix);
	}

	private void run(Program program, Map<String, String> environment, Path file, List<String> entries)
			throws Program.Failed {
		try {
			Path list = Files.createTempFile("bailiwick-restore", ".list");
			try {
				Files.write(list, entries);
				program.run(
						List.of("--dbname=" + connectionString(environment), "--single-transaction", "--exit-on-error",
								"--no-password", "--verbose", "--use-list=" + list, file.toString()),
						environment, (line) -> {
						}, (line) -> this.progress.accept(line.replaceFirst("^pg_restore: ", "")));
			}
			finally {
				Files.deleteIfExists(list);
			}
		}
		catch (IOException ex) {
			throw new Program.Failed(String.valueOf(ex), ex);
		}
	}

	/**
	 * What stands in it is seen by everybody who lists processes.
	 */
	private static String connectionString(Map<String, String> environment) {
		return "dbname='%s'"
			.formatted(environment.getOrDefault("PGDATABASE", "").replace("\\", "\\\\").replace("'", "\\'"));
	}

	/**
	 * All of them at once, with what they need of each other.
	 */
	private void rename(List<Domain> domains, String from, String to) throws SQLException {
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			for (Domain domain : domains) {
				statement
					.execute("ALTER SCHEMA \"%s\" RENAME TO \"%s\"".formatted(name(domain, from), name(domain, to)));
			}
			this.connection.commit();
		}
		catch (SQLException ex) {
			this.connection.rollback();
			throw ex;
		}
		finally {
			this.connection.setAutoCommit(true);
		}
	}

	private static String name(Domain domain, String suffix) {
		String schema = domain.schema();
		return suffix.isEmpty() ? schema : schema.substring(0, Math.min(LONGEST_SCHEMA, schema.length())) + suffix;
	}

	private List<String> drop(List<Domain> replaced, String suffix) {
		if (replaced.isEmpty()) {
			return List.of();
		}
		List<Domain> aside = replaced.stream()
			.map((domain) -> new Domain(domain.name(), name(domain, suffix), domain.database(), domain.dependsOn(),
					domain.locations()))
			.toList();
		List<String> schemas = new ArrayList<>(aside.stream().map(Domain::schema).toList());
		try {
			Set<String> needed = new SchemaDrop(this.connection, aside).run();
			if (needed.isEmpty()) {
				return List.of();
			}
			logger.warn(
					"What was replaced is still in %s, because it is needed elsewhere: %s".formatted(schemas, needed));
		}
		catch (SQLException ex) {
			logger.warn("What was replaced is still in %s: %s".formatted(schemas, ex.getMessage()));
		}
		return schemas;
	}

	private static String names(List<Domain> domains) {
		return domains.stream().map(Domain::name).collect(Collectors.joining(" "));
	}

}
