package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs tasks that do not depend on each other at the same time, as many as there are
 * connections and processors for.
 */
final class ParallelLevels {

	/**
	 * Flyway takes one connection of its own, and a second one for a callback's event.
	 */
	private static final int CONNECTIONS_PER_TASK = 2;

	private final int threads;

	ParallelLevels(int connections) {
		this.threads = Math.max(1,
				Math.min(connections / CONNECTIONS_PER_TASK, Runtime.getRuntime().availableProcessors() * 2));
	}

	/**
	 * Run the tasks and wait for all that have begun. After a failure no other begins.
	 * @return the failures, in the order of the tasks
	 */
	List<RuntimeException> run(List<Runnable> tasks) {
		AtomicBoolean failed = new AtomicBoolean();
		List<Callable<@Nullable RuntimeException>> attempts = tasks.stream()
			.map((task) -> attempt(task, failed))
			.toList();
		return (tasks.size() <= 1 || this.threads == 1) ? runInTurn(attempts) : runAtOnce(attempts);
	}

	private static Callable<@Nullable RuntimeException> attempt(Runnable task, AtomicBoolean failed) {
		return () -> {
			if (failed.get()) {
				return null;
			}
			try {
				task.run();
				return null;
			}
			catch (RuntimeException ex) {
				failed.set(true);
				return ex;
			}
			catch (Error ex) {
				failed.set(true);
				throw ex;
			}
		};
	}

	private List<RuntimeException> runInTurn(List<Callable<@Nullable RuntimeException>> attempts) {
		List<RuntimeException> failures = new ArrayList<>();
		for (Callable<@Nullable RuntimeException> attempt : attempts) {
			FutureTask<@Nullable RuntimeException> task = new FutureTask<>(attempt);
			task.run();
			await(task, failures);
		}
		return failures;
	}

	private List<RuntimeException> runAtOnce(List<Callable<@Nullable RuntimeException>> attempts) {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("bailiwick-migration-");
		threadFactory.setDaemon(true);
		ExecutorService executor = Executors.newFixedThreadPool(Math.min(this.threads, attempts.size()), threadFactory);
		try {
			List<RuntimeException> failures = new ArrayList<>();
			attempts.stream().map(executor::submit).toList().forEach((task) -> await(task, failures));
			return failures;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * Wait even when interrupted: as long as a domain is at work, the lock must stay.
	 */
	private static void await(Future<@Nullable RuntimeException> task, List<RuntimeException> failures) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					RuntimeException failure = task.get();
					if (failure != null) {
						failures.add(failure);
					}
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					failures.add(new IllegalStateException(ex.getCause()));
					return;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
