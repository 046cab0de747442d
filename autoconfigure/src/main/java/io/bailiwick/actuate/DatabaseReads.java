package io.bailiwick.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Reads from databases without waiting longer than a deadline. At most one read of each
 * database is under way: while one hangs, further ones of it join the wait instead of
 * taking more threads and connections.
 */
final class DatabaseReads {

	private final Duration deadline;

	private final Map<String, FutureTask<?>> underWay = new ConcurrentHashMap<>();

	DatabaseReads(Duration deadline) {
		this.deadline = deadline;
	}

	/**
	 * Begin a read, to be waited for with {@link #await}.
	 */
	@SuppressWarnings("unchecked")
	<T> FutureTask<T> begin(String database, Callable<T> read) {
		return (FutureTask<T>) this.underWay.compute(database, (key, current) -> {
			if (current != null && !current.isDone()) {
				return current;
			}
			TimedTask<T> task = new TimedTask<>(read);
			Thread thread = new Thread(task, "bailiwick-read-" + database);
			thread.setDaemon(true);
			thread.start();
			return task;
		});
	}

	<T> T await(String database, FutureTask<T> read) throws UnreadableException {
		try {
			return read.get(remaining(read), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new UnreadableException(
					"The database '%s' has not answered within %d ms.".formatted(database, this.deadline.toMillis()));
		}
		catch (ExecutionException ex) {
			throw new UnreadableException(firstLine(ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UnreadableException("Interrupted while reading the database '%s'.".formatted(database));
		}
	}

	/**
	 * Counted from when the read began, so that several databases that hang are not
	 * waited for one after the other.
	 */
	private long remaining(FutureTask<?> read) {
		long elapsed = (read instanceof TimedTask<?> timed) ? System.nanoTime() - timed.begun : 0;
		return Math.max(0, this.deadline.toNanos() - elapsed);
	}

	private static String firstLine(@Nullable Throwable failure) {
		Throwable root = (failure != null) ? failure : new IllegalStateException("no cause");
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String message = (root.getMessage() != null) ? root.getMessage() : "";
		return message.lines().findFirst().orElse(root.getClass().getSimpleName());
	}

	private static final class TimedTask<T> extends FutureTask<T> {

		private final long begun = System.nanoTime();

		private TimedTask(Callable<T> read) {
			super(read);
		}

	}

	static final class UnreadableException extends Exception {

		private UnreadableException(String message) {
			super(message);
		}

	}

}
