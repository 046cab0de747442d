package io.bailiwick.transaction;

import java.time.Duration;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryListener;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Executes units of work on the data of one domain in transactions, and says truly how
 * they ended: if a method returns, the work is committed; if it throws, the work is
 * rolled back, unless what it throws is a {@link CommitOutcomeUnknownException}.
 * <p>
 * Immutable: each method that sets something returns another object. A unit of work
 * within another one on the same database joins its transaction, of which isolation
 * level, timeout and retries are those of the outermost unit. Whatever the work throws,
 * checked exceptions too, rolls back; if it was thrown by a unit that had joined, the
 * whole transaction can not be committed any more.
 * <p>
 * With a {@link PostgresTransactionManager}, isolation level, timeout and id cost no
 * round trips. With other managers (of JPA, for instance) timeout and id cost one
 * together, and the isolation level what the manager makes of it.
 */
public final class Transactions {

	private static final TransactionDefinition MANDATORY = new DefaultTransactionDefinition(
			TransactionDefinition.PROPAGATION_MANDATORY);

	private final PlatformTransactionManager manager;

	private final DataSource dataSource;

	private final Units units;

	private final UnitDefinition definition;

	private final RetrySettings retry;

	private final Runnable retryObserver;

	/**
	 * Create transactions of a domain.
	 * @param domain the name of the domain
	 * @param template the domain's template: its manager, and what its settings say
	 * @param dataSource the data source of the manager
	 */
	public Transactions(String domain, TransactionTemplate template, DataSource dataSource) {
		this(domain, template, dataSource, null);
	}

	/**
	 * Create transactions of a domain.
	 * @param domain the name of the domain
	 * @param template the domain's template: its manager, and what its settings say
	 * @param dataSource the data source of the manager
	 * @param observer is told of retries; of transactions the manager tells it
	 */
	public Transactions(String domain, TransactionTemplate template, DataSource dataSource,
			TransactionObserver.@Nullable OfDomain observer) {
		Assert.hasText(domain, "'domain' must not be empty");
		Assert.notNull(template, "'template' must not be null");
		Assert.notNull(dataSource, "'dataSource' must not be null");
		PlatformTransactionManager templateManager = template.getTransactionManager();
		Assert.notNull(templateManager, "The template must have a transaction manager");
		this.manager = templateManager;
		this.dataSource = dataSource;
		this.units = Units.of(templateManager, dataSource);
		this.definition = UnitDefinition.of(domain, template);
		this.retry = RetrySettings.NONE;
		this.retryObserver = (observer != null) ? observer::retrying : () -> {
		};
	}

	private Transactions(Transactions settings, UnitDefinition definition, RetrySettings retry) {
		this.manager = settings.manager;
		this.dataSource = settings.dataSource;
		this.units = settings.units;
		this.definition = definition;
		this.retry = retry;
		this.retryObserver = settings.retryObserver;
	}

	private Transactions with(UnitDefinition changed) {
		return new Transactions(this, changed, this.retry);
	}

	private Transactions with(RetrySettings changed) {
		return new Transactions(this, this.definition, changed);
	}

	/**
	 * Only read. The server refuses to write, also in a unit that joins; with a replica
	 * this is where the reading is done.
	 * @return transactions that are read-only
	 */
	public Transactions readOnly() {
		return with(this.definition.with((definition) -> definition.setReadOnly(true)));
	}

	/**
	 * Execute within a transaction that must be there, so that a failure undoes this unit
	 * alone: it starts at a savepoint. Costs two round trips.
	 * @return transactions that are nested
	 */
	public Transactions nested() {
		return with(this.definition
			.with((definition) -> definition.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED)));
	}

	/**
	 * Set the isolation level. A unit that joins a transaction of a lower level, or one
	 * of which no level was said, is refused.
	 * @param isolation the level
	 * @return transactions of that level
	 */
	public Transactions isolation(Isolation isolation) {
		Assert.notNull(isolation, "'isolation' must not be null");
		return with(this.definition.with((definition) -> definition.setIsolationLevel(isolation.value())));
	}

	/**
	 * Bound each transaction, on the server too. What takes longer is rolled back, even
	 * if the work itself did not notice; with retries each has the whole time.
	 * @param timeout at least a millisecond
	 * @return transactions with a timeout
	 */
	public Transactions timeout(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(timeout.compareTo(Duration.ofMillis(1)) >= 0,
				() -> "'timeout' must be at least 1 ms, not %s".formatted(timeout));
		Assert.isTrue(timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
				() -> "'timeout' must be at most %d ms".formatted(Integer.MAX_VALUE));
		return with(this.definition.with((definition) -> definition.setTimeoutMillis((int) timeout.toMillis())));
	}

	/**
	 * Execute the whole unit again when the server has rolled it back in favour of
	 * another transaction: on a serialization failure (SQLSTATE 40001) or a deadlock
	 * (40P01), also at COMMIT, after a random wait that grows. The work is executed from
	 * its start, decisions included, as the PostgreSQL documentation demands
	 * ("Serialization Failure Handling"). Within another unit nothing is retried: that is
	 * up to the outermost one.
	 * @param retries how often, not counting the first time
	 * @return transactions that are retried
	 */
	public Transactions retry(int retries) {
		Assert.isTrue(retries >= 0, () -> "'retries' must not be negative: %d".formatted(retries));
		return with(this.retry.withRetries(retries));
	}

	/**
	 * Begin no retry later than this after the first execution began; 10 seconds if
	 * nothing is said.
	 * @param duration at least a millisecond
	 * @return transactions with a deadline for retries
	 */
	public Transactions within(Duration duration) {
		Assert.isTrue(duration.compareTo(Duration.ofMillis(1)) >= 0,
				() -> "'duration' must be at least 1 ms, not %s".formatted(duration));
		return with(this.retry.within(duration));
	}

	/**
	 * Have {@link #retry(int)} also cover locks that could not be had in time (SQLSTATE
	 * 55P03).
	 * @return transactions that are retried for locks
	 */
	public Transactions retryLockTimeouts() {
		return with(this.retry.withLockTimeouts());
	}

	/**
	 * Say that the work does no harm when it is done twice, so that {@link #retry(int)}
	 * also covers an unknown outcome. If all retries fail, the first unknown outcome is
	 * thrown, with what the last one threw suppressed.
	 * @return transactions that are retried after unknown outcomes
	 */
	public Transactions idempotent() {
		return with(this.retry.withUnknownOutcomes());
	}

	/**
	 * Ask for the id of each transaction that is not read-only, for
	 * {@link #outcomeOf(TransactionId)}. The question rides along with the first
	 * statement that reads or writes; it makes the server assign an id, which it does
	 * anyway as soon as something is written.
	 * @return transactions whose id is known
	 */
	public Transactions identified() {
		return with(this.definition.with((definition) -> definition.setIdentified(true)));
	}

	/**
	 * Have a listener told of retries.
	 * @param listener is called by the thread that executes the work
	 * @return transactions with that listener instead of any other
	 */
	public Transactions listener(RetryListener listener) {
		Assert.notNull(listener, "'listener' must not be null");
		return with(this.retry.withListener(listener));
	}

	/**
	 * Execute work that has no result.
	 * @param <E> the checked exception that it may throw
	 * @param work the work
	 * @throws E if the work throws it; it is rolled back
	 */
	public <E extends Exception> void run(Work.WithoutResult<E> work) throws E {
		Assert.notNull(work, "'work' must not be null");
		this.<Boolean, E>call(() -> {
			work.execute();
			return true;
		});
	}

	/**
	 * Execute work.
	 * @param <T> the type of its result
	 * @param <E> the checked exception that it may throw
	 * @param work the work
	 * @return its result
	 * @throws E if the work throws it; it is rolled back
	 */
	public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
		Assert.notNull(work, "'work' must not be null");
		if (this.definition.getPropagationBehavior() == TransactionDefinition.PROPAGATION_NESTED) {
			requireTransaction();
		}
		long begun = (this.retry.retries() > 0) ? System.nanoTime() : 0;
		TransactionStatus status = this.units.begin(this.definition);
		try {
			return this.units.execute(status, this.definition, work);
		}
		catch (Throwable failure) {
			if (this.retry.retries() == 0 || !status.isNewTransaction() || !this.retry.covers(failure)) {
				throw failure;
			}
			return new RetriedUnit<T, E>(this.retry, String.valueOf(this.definition.getName()), this.retryObserver,
					() -> this.units.execute(this.units.begin(this.definition), this.definition, work))
				.executeAfter(failure, begun);
		}
	}

	/**
	 * Have something done after the current transaction is committed, outside of it; it
	 * may start a new one. If it fails that is logged: the commit stands. What a nested
	 * unit asked for is forgotten when that is rolled back.
	 * @param hook what to do; it is executed by the thread that commits
	 * @throws IllegalTransactionStateException if there is no transaction
	 */
	public void afterCommit(Runnable hook) {
		Assert.notNull(hook, "'hook' must not be null");
		hooks().afterCommit(hook);
	}

	/**
	 * Have something done after the current transaction, or the nested unit, is rolled
	 * back. It is not called where the outcome is unknown, and is called for each
	 * execution of a unit that is retried. If it fails that is logged.
	 * @param hook what to do, when the outermost unit has ended
	 * @throws IllegalTransactionStateException if there is no transaction
	 */
	public void afterRollback(Runnable hook) {
		Assert.notNull(hook, "'hook' must not be null");
		hooks().afterRollback(hook);
	}

	private CompletionHooks hooks() {
		requireTransaction();
		return CompletionHooks.current(this.manager);
	}

	/**
	 * Ask the server what became of a transaction, with a connection of its own.
	 * @param id the id that a {@link CommitOutcomeUnknownException} has
	 * @return the outcome; {@link TransactionOutcome#UNKNOWN} if the server can not tell
	 * @throws org.springframework.dao.DataAccessException if the server can not be asked
	 */
	public TransactionOutcome outcomeOf(TransactionId id) {
		Assert.notNull(id, "'id' must not be null");
		return new OutcomeQuery(this.dataSource).ask(id);
	}

	/**
	 * What is nested starts no transaction of its own.
	 */
	private void requireTransaction() {
		this.manager.commit(this.manager.getTransaction(MANDATORY));
	}

}
