package io.bailiwick.sample.process;

import java.nio.file.Path;
import java.util.List;

/**
 * Processes that a test has left running.
 */
final class Leftovers {

	private Leftovers() {
	}

	/**
	 * The live processes that name a directory in their command line: applications,
	 * servers and their tools.
	 */
	static List<ProcessHandle> in(Path directory) {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.pid() != ProcessHandle.current().pid())
			.filter((process) -> process.info().commandLine().orElse("").contains(directory.toString()))
			.toList();
	}

	static void awaitNone(Path directory) throws Exception {
		Await.until(() -> in(directory).isEmpty(), () -> "Still running: "
				+ in(directory).stream().map((process) -> process.info().commandLine().orElse("?")).toList());
	}

	static void kill(Path directory) {
		in(directory).forEach(ProcessHandle::destroyForcibly);
	}

}
