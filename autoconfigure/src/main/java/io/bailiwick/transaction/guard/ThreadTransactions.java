package io.bailiwick.transaction.guard;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionExecution;

/**
 * The transactions that each thread has open, the newest first.
 * <p>
 * A thread keeps the place for them, so that beginning and ending a transaction is no
 * more than writing to it; what is left on a thread of a pool is an empty object of the
 * JDK.
 */
final class ThreadTransactions {

	private final ThreadLocal<AtomicReference<@Nullable OpenTransaction>> newest = ThreadLocal
		.withInitial(this::newThread);

	private final @Nullable Set<WeakReference<AtomicReference<@Nullable OpenTransaction>>> threads;

	/**
	 * Create a registry.
	 * @param enumerable whether somebody asks for the transactions of all threads
	 */
	ThreadTransactions(boolean enumerable) {
		this.threads = enumerable ? ConcurrentHashMap.newKeySet() : null;
	}

	private AtomicReference<@Nullable OpenTransaction> newThread() {
		AtomicReference<@Nullable OpenTransaction> place = new AtomicReference<>();
		if (this.threads != null) {
			this.threads.add(new WeakReference<>(place));
		}
		return place;
	}

	/**
	 * Go through the transactions of all threads, and forget threads that have ended.
	 */
	void forEach(Consumer<OpenTransaction> action) {
		if (this.threads == null) {
			return;
		}
		this.threads.removeIf((reference) -> reference.refersTo(null));
		for (WeakReference<AtomicReference<@Nullable OpenTransaction>> reference : this.threads) {
			AtomicReference<@Nullable OpenTransaction> place = reference.get();
			OpenTransaction open = (place != null) ? place.getAcquire() : null;
			while (open != null) {
				action.accept(open);
				open = open.outer();
			}
		}
	}

	/**
	 * The newest transaction of the current thread that is not over.
	 */
	@Nullable OpenTransaction current() {
		AtomicReference<@Nullable OpenTransaction> place = this.newest.get();
		OpenTransaction found = place.getPlain();
		OpenTransaction open = found;
		while (open != null && open.isOver()) {
			open = open.outer();
		}
		if (open != found) {
			place.setRelease(open);
		}
		return open;
	}

	/**
	 * The transaction of the current thread to which a callback belongs: not those of
	 * savepoints, nor of methods that have joined.
	 */
	@Nullable OpenTransaction find(TransactionExecution execution) {
		for (OpenTransaction open = this.newest.get().getPlain(); open != null; open = open.outer()) {
			if (open.is(execution)) {
				return open;
			}
		}
		return null;
	}

	/**
	 * One that is writing, on another pool, and has the current thread inside of it.
	 */
	@Nullable OpenTransaction writingElsewhere(Object pool) {
		for (OpenTransaction open = current(); open != null; open = open.outer()) {
			if (!open.isReadOnly() && !open.pool().equals(pool) && open.isAround()) {
				return open;
			}
		}
		return null;
	}

	/**
	 * One on the same pool, put aside or not, that has not given its connection back.
	 */
	@Nullable OpenTransaction holdingOneOf(Object pool) {
		for (OpenTransaction open = current(); open != null; open = open.outer()) {
			if (open.pool().equals(pool) && !open.isBeginning() && !open.isOver()) {
				return open;
			}
		}
		return null;
	}

	void push(OpenTransaction transaction) {
		this.newest.get().setRelease(transaction);
	}

}
