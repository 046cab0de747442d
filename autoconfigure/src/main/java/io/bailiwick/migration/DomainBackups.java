package io.bailiwick.migration;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.backup.Archive;
import io.bailiwick.migration.backup.Backup;
import io.bailiwick.migration.backup.BackupException;
import io.bailiwick.migration.backup.BackupRequest;
import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.migration.backup.DatabaseBackup;
import io.bailiwick.migration.backup.DatabaseRestore;
import io.bailiwick.migration.backup.Restoration;
import io.bailiwick.migration.backup.RestoreRequest;

import org.springframework.util.StringUtils;

/**
 * Saves the data of domains and brings it back, while nobody migrates: a migration that
 * begins meanwhile would wait behind what pg_dump reads, and everybody else behind the
 * migration.
 */
final class DomainBackups {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final int NAMED = 3;

	private final MigrationContext context;

	private final BackupSettings settings;

	private final Consumer<String> progress;

	DomainBackups(MigrationContext context, BackupSettings settings, Consumer<String> progress) {
		this.context = context;
		this.settings = settings;
		this.progress = progress;
	}

	List<Backup> backup(BackupRequest request) {
		List<Domain> domains = select(request.domains());
		List<Database> databases = this.context.inhabitedBy(domains);
		if (request.file() != null && databases.size() > 1) {
			throw new BackupException(
					"The domains live in several databases (%s), and one file holds one of them.%n%nNothing was written."
						.formatted(databases.stream().map(Database::name).collect(Collectors.joining(", "))),
					"Say '--directory' instead of '--file', or name the domains of one database.");
		}
		List<Backup> backups = new ArrayList<>();
		new LockedDatabases(this.context).run(databases, (opened) -> {
			opened.forEach(DomainBackups::requirePostgreSql);
			for (OpenDatabase open : opened) {
				List<Domain> inhabitants = MigrationContext.in(open.database(), domains);
				Path file = (request.file() != null) ? request.file()
						: ((request.directory() != null) ? request.directory() : this.settings.directory())
							.resolve(name(open.database(), inhabitants));
				backups.add(run(open,
						() -> new DatabaseBackup(open.database(), open.connection(), this.settings, this.progress)
							.save(inhabitants, file)));
			}
		});
		return backups;
	}

	private String name(Database database, List<Domain> domains) {
		boolean all = domains.size() == this.context.domains().in(database.name()).size();
		String which = all ? "" : "-" + ((domains.size() <= NAMED)
				? domains.stream().map(Domain::name).collect(Collectors.joining("-")) : domains.size() + "-domains");
		return "%s%s-%s.dump".formatted(database.name(), which, TIME.format(Instant.now()));
	}

	Restoration restore(RestoreRequest request) {
		long start = System.nanoTime();
		if (this.context.production() && !request.forced()) {
			throw new BackupException(
					"A production profile is active, where data is brought back on purpose only.%n%nNothing was changed."
						.formatted(),
					"Say '--force' if this is the purpose.");
		}
		Set<String> schemas = Archive.schemas(request.file(), this.settings);
		List<Domain> domains = select(request.domains()).stream()
			.filter((domain) -> !request.domains().isEmpty() || schemas.contains(domain.schema()))
			.toList();
		List<String> missing = domains.stream()
			.map(Domain::schema)
			.filter((schema) -> !schemas.contains(schema))
			.toList();
		if (domains.isEmpty() || !missing.isEmpty()) {
			throw new BackupException(
					"'%s' has nothing of %s: its schemas are %s.%n%nNothing was changed.".formatted(request.file(),
							missing.isEmpty() ? "the domains of this application" : String.join(", ", missing),
							schemas.isEmpty() ? "none" : String.join(", ", schemas)),
					"Name another archive, or other domains.");
		}
		List<String> left = new ArrayList<>();
		new LockedDatabases(this.context).run(this.context.inhabitedBy(domains), (databases) -> {
			databases.forEach(DomainBackups::requirePostgreSql);
			for (OpenDatabase open : databases) {
				run(open, () -> {
					restore(open).check(MigrationContext.in(open.database(), domains), request.clean());
					return true;
				});
			}
			for (OpenDatabase open : databases) {
				left.addAll(run(open, () -> restore(open).restore(request.file(),
						MigrationContext.in(open.database(), domains), request.clean())));
			}
		});
		return new Restoration(request.file(), domains.stream().map(Domain::name).toList(), left,
				Duration.ofNanos(System.nanoTime() - start));
	}

	private DatabaseRestore restore(OpenDatabase open) {
		return new DatabaseRestore(open.database(), open.connection(), this.settings, this.progress);
	}

	private List<Domain> select(Set<String> names) {
		return MigrationScope.of(names.toArray(String[]::new)).select(this.context.domains());
	}

	private static void requirePostgreSql(OpenDatabase open) {
		if (open.kind() != DatabaseKind.POSTGRESQL) {
			throw new BackupException(
					"%s is not PostgreSQL, and pg_dump saves nothing else.%n%nNothing was changed."
						.formatted(StringUtils.capitalize(open.database().location().describe())),
					"Save it by its own means.");
		}
	}

	private static <T> T run(OpenDatabase open, Work<T> work) {
		try {
			return work.run();
		}
		catch (SQLException ex) {
			throw new BackupException("%s failed meanwhile: %s [SQLSTATE %s].".formatted(
					StringUtils.capitalize(open.database().location().describe()), ex.getMessage(), ex.getSQLState()),
					"Check the server's log and start again. Schemas that end in '_old_' and a time are what was there before.",
					ex);
		}
	}

	/**
	 * What is done with a database.
	 *
	 * @param <T> what comes of it
	 */
	private interface Work<T> {

		T run() throws SQLException;

	}

}
