package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A user of the operating system.
 *
 * @param uid the user's number
 * @param gid the number of the user's group
 * @param name the user's name, or the number when there is no name
 */
record ProcessUser(int uid, int gid, String name) {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String NOBODY = "nobody";

	private static final int NOBODYS_ID = 65534;

	boolean isRoot() {
		return this.uid == 0;
	}

	/**
	 * The user that this process acts as.
	 * @return the effective user; where there is no {@code /proc}, only whether it is
	 * root is known
	 * @throws IOException when it cannot be found out
	 */
	static ProcessUser current() throws IOException {
		String name = System.getProperty("user.name", "");
		if (!Files.exists(STATUS)) {
			return name.equals("root") ? new ProcessUser(0, 0, name) : new ProcessUser(NOBODYS_ID, NOBODYS_ID, name);
		}
		List<String> status = Files.readAllLines(STATUS);
		return new ProcessUser(effective(status, "Uid:"), effective(status, "Gid:"), name);
	}

	static ProcessUser owning(Path path) throws IOException {
		return new ProcessUser((int) Files.getAttribute(path, "unix:uid"), (int) Files.getAttribute(path, "unix:gid"),
				Files.getOwner(path).getName());
	}

	static ProcessUser nobody() throws IOException {
		Command.Result ids = Command.run(List.of("/bin/sh", "-c", "id -u nobody && id -g nobody"), Path.of("/"),
				Duration.ofSeconds(10));
		if (!ids.successful()) {
			return new ProcessUser(NOBODYS_ID, NOBODYS_ID, NOBODY);
		}
		String[] numbers = ids.output().split("\\s+");
		return new ProcessUser(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), NOBODY);
	}

	private static int effective(List<String> status, String name) throws IOException {
		// Real, effective, saved and file system id.
		return status.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> Integer.parseInt(line.split("\\s+")[2]))
			.findFirst()
			.orElseThrow(() -> new IOException("'%s' has no line '%s'".formatted(STATUS, name)));
	}

}
