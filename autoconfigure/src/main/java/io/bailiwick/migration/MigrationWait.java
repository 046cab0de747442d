package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.domain.Domain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Waits until somebody else has migrated domains at least as far as their files go. It
 * takes no lock and changes nothing; what is asked again and again is one look at all
 * histories of a database.
 */
final class MigrationWait {

	private static final Log logger = LogFactory.getLog(DomainMigrations.class);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

	/**
	 * Where Flyway has to be asked, which costs the server more.
	 */
	private static final Duration FLYWAY_INTERVAL = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration REMINDER = Duration.ofSeconds(5);

	private final MigrationContext context;

	private final Map<String, Domain> remaining = new LinkedHashMap<>();

	private final MigrationScope scope;

	private final Duration timeout;

	/**
	 * Create a wait.
	 * @param domains the domains to wait for, in their order
	 * @param scope how far they have to be
	 */
	MigrationWait(MigrationContext context, List<Domain> domains, MigrationScope scope, Duration timeout) {
		this.context = context;
		domains.forEach((domain) -> this.remaining.put(domain.name(), domain));
		this.scope = scope;
		this.timeout = timeout;
	}

	void await() {
		long start = System.nanoTime();
		Duration reminder = PATIENCE;
		String names = String.join(", ", this.remaining.keySet());
		List<Lack> lacks = look();
		while (!lacks.isEmpty()) {
			Duration waited = Duration.ofNanos(System.nanoTime() - start);
			if (waited.compareTo(this.timeout) >= 0) {
				throw new WaitTimedOut(this.context, this.timeout).explain(lacks);
			}
			if (waited.compareTo(reminder) >= 0) {
				reminder = waited.plus(REMINDER);
				logger.info(LogMessage.format("Waiting up to %s for migrations by somebody else: %s",
						MigrationLock.format(this.timeout),
						lacks.stream().map(Lack::toString).collect(Collectors.joining("; "))));
			}
			boolean flyway = lacks.stream().anyMatch(Lack::toldByFlyway);
			sleep(min(flyway ? FLYWAY_INTERVAL : POLL_INTERVAL, this.timeout.minus(waited)));
			lacks = look();
		}
		logger.info(LogMessage.format("Migrated as far as needed: %s (waited %d ms)", names,
				Duration.ofNanos(System.nanoTime() - start).toMillis()));
	}

	/**
	 * What has been there once is not asked about again.
	 */
	private List<Lack> look() {
		List<Lack> lacks = new ArrayList<>();
		for (Database database : this.context.inhabitedBy(this.remaining.values())) {
			List<Domain> inhabitants = MigrationContext.in(database, this.remaining.values());
			List<Lack> here = look(this.context.seenByApplication(database), inhabitants);
			inhabitants.stream()
				.filter((domain) -> here.stream().noneMatch((lack) -> lack.concerns(domain)))
				.forEach((domain) -> this.remaining.remove(domain.name()));
			lacks.addAll(here);
		}
		return lacks;
	}

	private List<Lack> look(Database database, List<Domain> inhabitants) {
		try (Connection connection = database.connect()) {
			connection.setAutoCommit(true);
			List<Lack> lacks = new DomainCoverage(inhabitants, this.scope, this.context::plan).lacking(connection);
			String holder = (!lacks.isEmpty() && DatabaseKind.isPostgreSql(connection))
					? MigrationLock.describeHolder(connection) : null;
			return lacks.stream().map((lack) -> lack.in(database, holder)).toList();
		}
		catch (DatabaseUnavailableException ex) {
			if (!ex.isTemporary()) {
				throw ex;
			}
			return List.of(Lack.unreachable(database, inhabitants, ex));
		}
		catch (SQLException ex) {
			return List.of(Lack.unreadable(database, inhabitants, ex));
		}
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static void sleep(Duration duration) {
		try {
			Thread.sleep(Math.max(1, duration.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for migrations by somebody else", ex);
		}
	}

}
