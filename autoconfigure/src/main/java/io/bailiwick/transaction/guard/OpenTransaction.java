package io.bailiwick.transaction.guard;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction of one thread, on top of those that the thread has begun before and not
 * yet ended. Only the thread itself changes it; the watch over long transactions reads.
 */
final class OpenTransaction {

	private final GuardedManager manager;

	private final TransactionExecution execution;

	private final @Nullable OpenTransaction outer;

	private final Thread thread = Thread.currentThread();

	private final long begunAt;

	private boolean beginning = true;

	private boolean ending;

	private boolean ended;

	private boolean watched;

	private volatile @Nullable String lastStatement;

	private @Nullable Map<String, int[]> executions;

	/**
	 * When the watch speaks up next, in nanoseconds after the beginning; only its thread
	 * cares.
	 */
	private long reportAt;

	OpenTransaction(GuardedManager manager, TransactionExecution execution, @Nullable OpenTransaction outer) {
		this.manager = manager;
		this.execution = execution;
		this.outer = outer;
		this.begunAt = System.nanoTime();
	}

	GuardedManager manager() {
		return this.manager;
	}

	Object pool() {
		return this.manager.pool();
	}

	@Nullable OpenTransaction outer() {
		return this.outer;
	}

	Thread thread() {
		return this.thread;
	}

	boolean is(TransactionExecution other) {
		return this.execution == other;
	}

	boolean isReadOnly() {
		return this.execution.isReadOnly();
	}

	@Nullable String name() {
		return this.execution.getTransactionName();
	}

	boolean isBeginning() {
		return this.beginning;
	}

	void begun() {
		this.beginning = false;
	}

	/**
	 * From now on callbacks may run that are no part of it any more.
	 */
	void ending() {
		this.ending = true;
	}

	void ended() {
		this.ended = true;
	}

	/**
	 * Whether it is over, be it that nobody said so: Spring does not call back for each
	 * way in which a transaction can end.
	 */
	boolean isOver() {
		return this.ended || this.execution.isCompleted();
	}

	/**
	 * Whether the statements of its connection are seen.
	 */
	boolean isWatched() {
		return this.watched;
	}

	void watched() {
		this.watched = true;
	}

	/**
	 * Whether work of this thread would be inside of it: it is neither over nor put
	 * aside.
	 */
	boolean isAround() {
		return !this.beginning && !this.ending && !isOver()
				&& TransactionSynchronizationManager.hasResource(this.manager.resource());
	}

	long age(long now) {
		return now - this.begunAt;
	}

	long reportAt() {
		return this.reportAt;
	}

	void reportAt(long age) {
		this.reportAt = age;
	}

	@Nullable String lastStatement() {
		return this.lastStatement;
	}

	void lastStatement(String sql) {
		this.lastStatement = sql;
	}

	/**
	 * Count an execution.
	 * @return how often the text has been executed by now
	 */
	int executed(String sql) {
		if (this.executions == null) {
			this.executions = new HashMap<>();
		}
		return ++this.executions.computeIfAbsent(sql, (text) -> new int[1])[0];
	}

}
