package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a server writes, from some point on.
 *
 * @param file the file it writes to
 * @param offset where to start reading, in bytes
 */
record ServerLog(Path file, long offset) {

	private static final int TAIL = 15;

	/**
	 * A new log; that of the last run is kept beside it.
	 * @param file the file to write to
	 * @return the empty log
	 * @throws IOException when it cannot be created
	 */
	static ServerLog create(Path file) throws IOException {
		if (Files.exists(file)) {
			Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
		}
		// Failing statements are logged with their values: nobody else's business.
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		return new ServerLog(file, 0);
	}

	ServerLog fromHere() throws IOException {
		return new ServerLog(this.file, Files.size(this.file));
	}

	boolean contains(String message) throws IOException {
		return read().contains(message);
	}

	String tail() {
		try {
			return tail(read());
		}
		catch (IOException ex) {
			return tail(ex.toString());
		}
	}

	static String tail(String output) {
		List<String> lines = output.lines().toList();
		return lines.stream()
			.skip(Math.max(0, lines.size() - TAIL))
			.map((line) -> "    " + line)
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private String read() throws IOException {
		byte[] bytes = Files.readAllBytes(this.file);
		int from = (int) Math.min(this.offset, bytes.length);
		return new String(Arrays.copyOfRange(bytes, from, bytes.length), StandardCharsets.UTF_8);
	}

}
