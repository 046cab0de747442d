package io.bailiwick.command;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Tells somebody who presses Ctrl-C while a verb is at work, what has become of the
 * database.
 */
final class Interruption implements AutoCloseable {

	private final Thread hook;

	Interruption(PrintStream err, Supplier<String> message) {
		this.hook = new Thread(() -> {
			err.println();
			err.println("Interrupted. " + message.get());
		}, "bailiwick-interrupted");
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Whether the process is ending: what fails then, fails because of that.
	 */
	static boolean isUnderWay() {
		Thread probe = new Thread(() -> {
		});
		try {
			Runtime.getRuntime().addShutdownHook(probe);
			Runtime.getRuntime().removeShutdownHook(probe);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	@Override
	public void close() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The process is ending: the hook runs already.
		}
	}

}
