package io.bailiwick.sample.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * When to kill an application that starts for the first time: something can be seen, and
 * a random time after that.
 */
enum KillMoment {

	UNPACKING(1000, (start) -> has(start.cache(), "[^/]+\\.unpacking-[^/]+")),

	UNPACKED(100, (start) -> start.wrote("Unpacked PostgreSQL")),

	CREATING_CLUSTER(100, (start) -> has(start.data(), "initdb-[^/]+")),

	HALF_CREATED_CLUSTER(200, (start) -> has(start.data(), "initdb-[^/]+/data/global")),

	CREATED_CLUSTER(20, (start) -> has(start.data(), "data")),

	STARTING_SERVER(50, (start) -> has(start.data(), "data/postmaster\\.pid")),

	STARTED_SERVER(200, (start) -> start.wrote("started in")),

	MIGRATING_USERS(20, (start) -> start.wrote("Migrating schema \"users\" to version \"1 ")),

	MIGRATING_WALLETS(20, (start) -> start.wrote("Migrating schema \"wallets\" to version \"1 ")),

	MIGRATING_TRANSFERS(20, (start) -> start.wrote("Migrating schema \"transfers\" to version \"1 "));

	private static final int DEPTH = 3;

	private final int spread;

	private final Predicate<FirstStart> seen;

	KillMoment(int spread, Predicate<FirstStart> seen) {
		this.spread = spread;
		this.seen = seen;
	}

	/**
	 * Up to how many milliseconds after it has been seen.
	 */
	int spread() {
		return this.spread;
	}

	boolean seen(FirstStart start) {
		return this.seen.test(start);
	}

	private static boolean has(Path directory, String pattern) {
		if (!Files.exists(directory)) {
			return false;
		}
		try (Stream<Path> files = Files.walk(directory, DEPTH)) {
			return files.anyMatch((file) -> directory.relativize(file).toString().matches(pattern));
		}
		catch (IOException | UncheckedIOException ex) {
			// Files come and go.
			return false;
		}
	}

	/**
	 * What can be seen of an application.
	 *
	 * @param application the application's process
	 * @param cache where it unpacks the server's programs
	 * @param data the directory of its embedded server
	 */
	record FirstStart(ApplicationProcess application, Path cache, Path data) {

		boolean wrote(String text) {
			return this.application.output().contains(text);
		}

	}

}
