package io.bailiwick.transaction;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.Retryable;

/**
 * What customers of the bank have been told, and what happened on the way.
 */
final class BankBooks implements RetryListener {

	/** Transfers that must be there once. */
	private final Set<Long> done = ConcurrentHashMap.newKeySet();

	/** Transfers that must not be there. */
	private final Set<Long> notDone = ConcurrentHashMap.newKeySet();

	private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();

	private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

	void done(BankOrder order, boolean nestedHolds) {
		this.done.add(order.id());
		if (order.nested() != null) {
			(nestedHolds ? this.done : this.notDone).add(order.nested().id());
			count(nestedHolds ? "nested done" : "nested undone alone");
		}
	}

	void notDone(BankOrder order) {
		this.notDone.add(order.id());
		if (order.nested() != null) {
			this.notDone.add(order.nested().id());
		}
	}

	void mistake(Throwable mistake) {
		this.mistakes.add(mistake);
	}

	void count(String what) {
		this.counts.computeIfAbsent(what, (key) -> new AtomicInteger()).incrementAndGet();
	}

	@Override
	public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
		count("retried after " + state.getLastException().getClass().getSimpleName());
	}

	int count(Class<? extends Exception> reason) {
		return counted("retried after " + reason.getSimpleName());
	}

	int counted(String what) {
		AtomicInteger count = this.counts.get(what);
		return (count != null) ? count.get() : 0;
	}

	Set<Long> done() {
		return this.done;
	}

	Set<Long> notDone() {
		return this.notDone;
	}

	Queue<Throwable> mistakes() {
		return this.mistakes;
	}

	@Override
	public String toString() {
		return "%d transfers done, %d not done, %s".formatted(this.done.size(), this.notDone.size(), this.counts);
	}

}
