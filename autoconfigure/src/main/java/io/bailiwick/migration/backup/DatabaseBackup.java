package io.bailiwick.migration.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.database.security.ClientEnvironment;
import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * Writes the data of domains in one database to an archive, with the definitions and the
 * privileges of their schemas, as of one moment.
 */
public final class DatabaseBackup {

	private final Database database;

	private final Connection connection;

	private final Programs programs;

	private final Consumer<String> progress;

	/**
	 * Create a backup.
	 * @param database the database
	 * @param connection a connection to it, with auto-commit
	 * @param settings where the programs are
	 * @param progress what takes lines that say what is being saved; in any thread
	 */
	public DatabaseBackup(Database database, Connection connection, BackupSettings settings,
			Consumer<String> progress) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.database = database;
		this.connection = connection;
		this.programs = new Programs(settings.binDirectory());
		this.progress = progress;
	}

	/**
	 * Write an archive, and read back what it has. It appears under its name when it is
	 * complete.
	 * @param domains the domains; those without a schema are left out
	 * @param file the archive, which must not be there
	 * @return what was written
	 * @throws BackupException if a program is missing or fails, or if there is nothing to
	 * save; no archive is left then
	 * @throws SQLException if the database can not be read
	 */
	public Backup save(List<Domain> domains, Path file) throws SQLException {
		long start = System.nanoTime();
		SchemaContents schemas = new SchemaContents(this.connection, domains);
		List<Domain> existing = domains.stream().filter((domain) -> schemas.exists(domain.schema())).toList();
		if (existing.isEmpty()) {
			throw new BackupException(
					"There is nothing to save in %s: the schemas of %s are not there.%n%nNothing was written."
						.formatted(this.database.location().describe(), names(domains)),
					"Migrate first, or name other domains.");
		}
		if (Files.exists(file)) {
			throw new BackupException("The file '%s' is there already. Nothing was written.".formatted(file),
					"Choose another name, or remove it.");
		}
		Program program = this.programs.dump(this.connection.getMetaData().getDatabaseMajorVersion());
		Map<String, String> environment = new ClientEnvironment(this.database.name(), program.major())
			.variables(this.database.dataSource(), this.connection, System.getenv());
		Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			prepare(part);
			dump(program, environment, existing, part);
			verify(program, existing, part, schemas);
			Files.move(part, file);
			return new Backup(this.database.name(), existing.stream().map(Domain::name).toList(), file,
					Files.size(file), Duration.ofNanos(System.nanoTime() - start), program.toString(),
					"java -jar <application>.jar db restore %s %s".formatted(file, names(existing)));
		}
		catch (IOException ex) {
			throw new BackupException("'%s' could not be written: %s.%n%nNo archive was left.".formatted(file, ex),
					"Choose a directory to which this process may write.", ex);
		}
		finally {
			delete(part);
		}
	}

	/**
	 * What is in it is nobody else's to read.
	 */
	private static void prepare(Path part) throws IOException {
		Path directory = part.toAbsolutePath().getParent();
		if (directory != null) {
			Files.createDirectories(directory);
		}
		Files.deleteIfExists(part);
		if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		}
	}

	private void dump(Program program, Map<String, String> environment, List<Domain> domains, Path part) {
		List<String> arguments = new ArrayList<>(
				List.of("--format=custom", "--no-password", "--verbose", "--strict-names", "--file=" + part));
		domains.forEach((domain) -> arguments.add("--schema=" + domain.schema()));
		try {
			program.run(arguments, environment, (line) -> {
			}, (line) -> this.progress.accept(line.replaceFirst("^pg_dump: ", "")));
		}
		catch (Program.Failed ex) {
			throw new BackupException(
					"%s could not save %s of %s.%n%n%s%n%nNo archive was left.".formatted(program, names(domains),
							this.database.location().describe(), ex.quoted()),
					"Remove the cause and start again. A role that saves data must be able to read all of it.", ex);
		}
	}

	private void verify(Program program, List<Domain> domains, Path part, SchemaContents schemas) {
		ArchiveContents contents = Archive.read(part, this.programs.restore(program.major()));
		for (Domain domain : domains) {
			int tables = contents.tables(domain.schema());
			if (tables != schemas.tables(domain.schema())) {
				throw new BackupException(
						"The archive has %d tables of the schema '%s' in %s, which has %d.%n%nNo archive was left."
							.formatted(tables, domain.schema(), this.database.location().describe(),
									schemas.tables(domain.schema())),
						"Somebody may be creating or dropping tables at the same time: start again.");
			}
		}
	}

	private static void delete(Path part) {
		try {
			Files.deleteIfExists(part);
		}
		catch (IOException ex) {
			// It has a name that says what it is.
		}
	}

	private static String names(List<Domain> domains) {
		return domains.stream().map(Domain::name).collect(Collectors.joining(" "));
	}

}
