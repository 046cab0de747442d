package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a server says about itself in {@code postmaster.pid}, whose lines are defined in
 * PostgreSQL's {@code src/include/utils/pidfile.h}.
 *
 * @param pid the server's process
 * @param port the port it listens on, 0 when it did not come that far
 * @param ready whether it accepts connections
 */
record Postmaster(long pid, int port, boolean ready) {

	private static final int PID_LINE = 0;

	private static final int PORT_LINE = 3;

	private static final int STATUS_LINE = 7;

	/**
	 * Reads the file of a cluster.
	 * @param cluster the cluster's directory
	 * @return what it says, which may be about a server that has gone, or {@code null}
	 * when there is no file or nothing in it
	 * @throws IOException when the file cannot be read
	 */
	static @Nullable Postmaster read(Path cluster) throws IOException {
		try {
			List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
			long pid = number(lines, PID_LINE);
			return (pid != 0) ? new Postmaster(pid, (int) number(lines, PORT_LINE), status(lines).equals("ready"))
					: null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * The process, when it is a server of that cluster and not another one that has got
	 * its number since.
	 * @param cluster the cluster's directory
	 * @return the live server
	 */
	Optional<ProcessHandle> liveServer(Path cluster) {
		return ProcessHandle.of(this.pid)
			.filter(ProcessHandle::isAlive)
			.filter((process) -> isServerOf(process, cluster));
	}

	private static boolean isServerOf(ProcessHandle process, Path cluster) {
		ProcessHandle.Info info = process.info();
		// Linux marks a program as deleted when its file has gone, as from a cleared
		// cache.
		boolean postgres = info.command()
			.map(Path::of)
			.filter((path) -> path.endsWith("postgres") || path.endsWith("postgres (deleted)"))
			.isPresent();
		if (!postgres) {
			return false;
		}
		// A server's working directory is its cluster; macOS does not tell, but has the
		// arguments.
		Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
		if (Files.isReadable(workingDirectory)) {
			try {
				return Files.isSameFile(workingDirectory, cluster);
			}
			catch (IOException ex) {
				return false;
			}
		}
		return info.arguments().map(List::of).orElse(List.of()).contains(cluster.toString());
	}

	private static long number(List<String> lines, int index) {
		try {
			return (lines.size() > index) ? Math.abs(Long.parseLong(lines.get(index).strip())) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static String status(List<String> lines) {
		return (lines.size() > STATUS_LINE) ? lines.get(STATUS_LINE).strip() : "";
	}

}
