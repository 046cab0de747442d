package io.bailiwick.migration;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;

/**
 * Says for what a wait was in vain.
 */
final class WaitTimedOut {

	private final MigrationContext context;

	private final Duration timeout;

	WaitTimedOut(MigrationContext context, Duration timeout) {
		this.context = context;
		this.timeout = timeout;
	}

	DomainMigrationException explain(List<Lack> lacks) {
		String list = lacks.stream()
			.map((lack) -> "    - %s: %s".formatted(lack.names(), lack.reason()))
			.collect(Collectors.joining(System.lineSeparator()));
		return new DomainMigrationException(
				"Waited %s in vain for somebody else to migrate %s.%n%n%s%n%n%s%n%nNothing was changed.".formatted(
						MigrationLock.format(this.timeout), places(lacks), list, holders(lacks)),
				actions(lacks));
	}

	private static String places(List<Lack> lacks) {
		return lacks.stream()
			.map(Lack::database)
			.filter(Objects::nonNull)
			.map((database) -> database.location().describe())
			.distinct()
			.collect(Collectors.joining(" and "));
	}

	private static String holders(List<Lack> lacks) {
		String holders = lacks.stream()
			.map(Lack::holder)
			.filter(Objects::nonNull)
			.distinct()
			.collect(Collectors.joining(" and "));
		return holders.isEmpty() ? "Nobody holds the lock of the migrations: nobody is migrating now."
				: "Who holds the lock of the migrations: %s.".formatted(holders);
	}

	private String actions(List<Lack> lacks) {
		String names = lacks.stream()
			.flatMap((lack) -> lack.domains().stream())
			.map(Domain::name)
			.collect(Collectors.joining(" "));
		StringBuilder action = new StringBuilder(
				"Look at why the job that migrates has not come to its end, or migrate with this version of the application: %s. Then start again; 'bailiwick.migration.wait-timeout' says how long to wait."
					.formatted(DatabaseCommand.of("migrate", names)));
		lacks.stream()
			.filter((lack) -> !lack.failed().isEmpty())
			.forEach((lack) -> action.append(" What has failed in '%s' has to be mended first: %s."
				.formatted(lack.names(), DatabaseCommand.of("repair", lack.names()))));
		lacks.stream()
			.filter(Lack::forbidden)
			.forEach((lack) -> action.append(' ').append(lack.howToPermit(this.context.settings().historyTable())));
		return action.toString();
	}

}
