package io.bailiwick.migration.event;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.bailiwick.migration.event.DomainMigrationEvent.DomainFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainMigrated;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainStarted;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationStarted;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * Tells listeners what one Flyway does, on the connection that it has anyway.
 * <p>
 * Flyway says nothing once a migration is committed. That it is, is certain when the next
 * one begins or the run has ended: then it is told.
 */
public final class MigrationEvents implements Callback {

	private static final Log logger = LogFactory.getLog(MigrationEvents.class);

	private final String domain;

	private final List<DomainMigrationListener> listeners;

	private String database = "";

	private long domainStart;

	private long start;

	private @Nullable MigrationStarted running;

	private @Nullable Duration finished;

	private int applied;

	private final Set<MigrationStarted> announced = new HashSet<>();

	private @Nullable Flyway flyway;

	/**
	 * Create the events of a domain.
	 * @param domain the name of the domain
	 * @param listeners who is told, in this order
	 */
	public MigrationEvents(String domain, List<DomainMigrationListener> listeners) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Find the events of a Flyway.
	 * @param flyway the Flyway
	 * @return its events
	 */
	public static MigrationEvents of(Flyway flyway) {
		MigrationEvents events = Arrays.stream(flyway.getConfiguration().getCallbacks())
			.filter(MigrationEvents.class::isInstance)
			.map(MigrationEvents.class::cast)
			.findFirst()
			// A customizer has taken all callbacks away.
			.orElseGet(() -> new MigrationEvents("", List.of()));
		events.flyway = flyway;
		return events;
	}

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE
				|| event == Event.AFTER_MIGRATE_OPERATION_FINISH;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		if (event == Event.AFTER_EACH_MIGRATE) {
			this.finished = sinceNanos(this.start);
			return;
		}
		committed();
		MigrationInfo info = context.getMigrationInfo();
		if (event == Event.BEFORE_EACH_MIGRATE && info != null) {
			this.running = before((info.getVersion() != null) ? info.getVersion().getVersion() : null,
					(info.getDescription() != null) ? info.getDescription() : "", info.getScript());
			this.start = System.nanoTime();
		}
	}

	/**
	 * Tell that a migration is about to run. Where it runs a second time because the
	 * first attempt left no trace, that is not told again.
	 * @param version the version, or {@code null} if it is repeatable
	 * @param description the description
	 * @param script the file, as the history names it
	 * @return what was told
	 * @throws VetoException if a listener objects
	 */
	public MigrationStarted before(@Nullable String version, String description, String script) {
		MigrationStarted started = new MigrationStarted(this.domain, version, description, script);
		if (!this.announced.contains(started)) {
			ask("the migration '%s' of the domain '%s'".formatted(script, this.domain),
					DomainMigrationListener::beforeMigration, started);
			this.announced.add(started);
		}
		return started;
	}

	/**
	 * Tell that a migration has run and is committed.
	 * @param migration the migration
	 * @param duration how long it ran
	 */
	public void after(MigrationStarted migration, Duration duration) {
		this.applied++;
		this.announced.remove(migration);
		tell((listener) -> listener.afterMigration(new MigrationApplied(this.domain, migration.version(),
				migration.description(), migration.script(), duration)));
	}

	private void committed() {
		MigrationStarted migration = this.running;
		Duration duration = this.finished;
		this.running = null;
		this.finished = null;
		if (migration != null && duration != null) {
			after(migration, duration);
		}
	}

	/**
	 * Tell that the domain is about to be migrated.
	 * @param database the name of the database that it lives in
	 * @throws VetoException if a listener objects
	 */
	public void domainStarted(String database) {
		this.database = database;
		this.domainStart = System.nanoTime();
		this.applied = 0;
		this.announced.clear();
		this.running = null;
		this.finished = null;
		ask("the domain '%s'".formatted(this.domain), DomainMigrationListener::beforeDomain,
				new DomainStarted(this.domain, database));
	}

	/**
	 * Tell that the domain is migrated.
	 */
	public void domainMigrated() {
		tell((listener) -> listener
			.afterDomain(new DomainMigrated(this.domain, this.database, this.applied, sinceNanos(this.domainStart))));
	}

	/**
	 * Tell that the domain could not be migrated.
	 * @param failure why
	 */
	public void domainFailed(RuntimeException failure) {
		tell((listener) -> listener.afterDomainFailure(
				new DomainFailed(this.domain, this.database, this.applied, sinceNanos(this.domainStart), failure)));
	}

	/**
	 * Tell what became of the migration with which Flyway gave up, if it was one.
	 * @param failure why
	 */
	public void flywayFailed(RuntimeException failure) {
		MigrationStarted migration = this.running;
		if (migration == null) {
			return;
		}
		if (this.finished != null && isRecorded(migration)) {
			committed();
			return;
		}
		Duration duration = sinceNanos(this.start);
		this.running = null;
		this.finished = null;
		this.announced.clear();
		tell((listener) -> listener.afterMigrationFailure(new MigrationFailed(this.domain, migration.version(),
				migration.description(), migration.script(), duration, failure)));
	}

	/**
	 * What fails after a migration may be its commit, or whatever comes later.
	 */
	private boolean isRecorded(MigrationStarted migration) {
		try {
			return this.flyway != null && Arrays.stream(this.flyway.info().applied())
				.anyMatch((info) -> info.getScript().equals(migration.script())
						&& info.getState() == MigrationState.SUCCESS);
		}
		catch (FlywayException ex) {
			logger.debug("What became of the last migration can not be read", ex);
			return false;
		}
	}

	/**
	 * Return how many migrations are known to be committed since the domain was begun.
	 * @return the number
	 */
	public int applied() {
		return this.applied;
	}

	private <E> void ask(String what, BiConsumer<DomainMigrationListener, E> question, E event) {
		for (DomainMigrationListener listener : this.listeners) {
			try {
				question.accept(listener, event);
			}
			catch (RuntimeException ex) {
				throw new VetoException(what, listener, ex);
			}
		}
	}

	private void tell(Consumer<DomainMigrationListener> news) {
		for (DomainMigrationListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn(LogMessage.format(
						"The listener %s failed on what has happened to the domain '%s'; the migrations go on",
						listener.getClass().getName(), this.domain), ex);
			}
		}
	}

	private static Duration sinceNanos(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * Callbacks run in the order of their names. Whoever may object comes before whatever
	 * another callback does.
	 */
	@Override
	public String getCallbackName() {
		return "!bailiwick events";
	}

}
