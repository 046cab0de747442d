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
