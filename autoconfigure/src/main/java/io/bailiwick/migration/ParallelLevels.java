package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
	 * Run all tasks to their end, also when one fails.
	 * @throws RuntimeException the first failure, with the others suppressed in it
	 */
	void run(List<Callable<Void>> tasks) {
		if (tasks.size() <= 1 || this.threads == 1) {
			runInTurn(tasks);
			return;
		}
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("bailiwick-migration-");
		threadFactory.setDaemon(true);
		ExecutorService executor = Executors.newFixedThreadPool(Math.min(this.threads, tasks.size()), threadFactory);
		try {
			await(executor.invokeAll(tasks));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while migrating", ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void runInTurn(List<Callable<Void>> tasks) {
		for (Callable<Void> task : tasks) {
			try {
				task.call();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void await(List<Future<Void>> futures) throws InterruptedException {
		List<RuntimeException> failures = new ArrayList<>();
		for (Future<Void> future : futures) {
			try {
				future.get();
			}
			catch (ExecutionException ex) {
				Throwable cause = ex.getCause();
				failures.add((cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause));
			}
		}
		if (!failures.isEmpty()) {
			RuntimeException first = failures.get(0);
			failures.subList(1, failures.size()).forEach(first::addSuppressed);
			throw first;
		}
	}

}
