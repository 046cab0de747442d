package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who listens on a port, as far as {@code /proc} tells this user.
 */
final class PortHolder {

	private static final Path PROC = Path.of("/proc");

	private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");

	private static final String LISTENING = "0A";

	private PortHolder() {
	}

	static Optional<String> find(int port) {
		Set<String> sockets = new HashSet<>();
		for (String table : TABLES) {
			addSockets(PROC.resolve(table), port, sockets);
		}
		if (sockets.isEmpty()) {
			return Optional.empty();
		}
		return ProcessHandle.allProcesses()
			.filter((process) -> holdsOneOf(process, sockets))
			.map((process) -> "process %d%s".formatted(process.pid(),
					process.info().command().map(" ('%s')"::formatted).orElse("")))
			.findFirst();
	}

	private static void addSockets(Path table, int port, Set<String> sockets) {
		try {
			// sl, local address:port, remote address:port, state, ..., inode at index 9
			for (String line : Files.readAllLines(table)) {
				String[] columns = line.strip().split("\\s+");
				if (columns.length > 9 && columns[1].endsWith(":%04X".formatted(port))
						&& columns[3].equals(LISTENING)) {
					sockets.add("socket:[" + columns[9] + "]");
				}
			}
		}
		catch (IOException ex) {
			// Not Linux: the message does without.
		}
	}

	private static boolean holdsOneOf(ProcessHandle process, Set<String> sockets) {
		Path descriptors = PROC.resolve(Long.toString(process.pid())).resolve("fd");
		try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
			for (Path link : links) {
				if (sockets.contains(Files.readSymbolicLink(link).toString())) {
					return true;
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// Somebody else's process, or one that has just ended.
		}
		return false;
	}

}
