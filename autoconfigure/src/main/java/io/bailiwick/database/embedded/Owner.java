package io.bailiwick.database.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * Who runs the server of a directory, written beside the lock for whoever finds it taken.
 *
 * @param pid the application's process
 * @param command what it runs, without arguments: they may be secret
 * @param directory where it runs
 * @param since when it took the directory
 * @param port the port its server listens on, 0 while that is not known
 */
record Owner(long pid, String command, String directory, String since, int port) {

	static final Owner UNKNOWN = new Owner(0, "", "", "", 0);

	static Owner current(int port) {
		String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
		String java = ProcessHandle.current().info().command().orElse("java");
		return new Owner(ProcessHandle.current().pid(), (java + " " + main).strip(), System.getProperty("user.dir", ""),
				Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), port);
	}

	void write(Path file) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("pid", Long.toString(this.pid));
		properties.setProperty("command", this.command);
		properties.setProperty("directory", this.directory);
		properties.setProperty("since", this.since);
		properties.setProperty("port", Integer.toString(this.port));
		StringWriter content = new StringWriter();
		properties.store(content, null);
		DataDirectory.write(file, content.toString(), "rw-r--r--");
	}

	static Owner read(Path file) {
		try (Reader reader = new StringReader(Files.readString(file))) {
			Properties properties = new Properties();
			properties.load(reader);
			return new Owner(Long.parseLong(properties.getProperty("pid", "0")), properties.getProperty("command", ""),
					properties.getProperty("directory", ""), properties.getProperty("since", ""),
					Integer.parseInt(properties.getProperty("port", "0")));
		}
		catch (IOException | IllegalArgumentException ex) {
			return UNKNOWN;
		}
	}

	EmbeddedServerException inUse(DataDirectory directory) {
		boolean known = this.pid != 0 && ProcessHandle.of(this.pid).isPresent();
		String who = "another process that has not said which one it is";
		if (this.pid == ProcessHandle.current().pid()) {
			who = "this application itself (process %d), since %s".formatted(this.pid, this.since);
		}
		else if (known) {
			who = "process %d ('%s' in '%s'), since %s".formatted(this.pid, this.command, this.directory, this.since);
		}
		String server = (known && this.port != 0) ? "its server listens on port %d".formatted(this.port)
				: "its server is not up yet";
		String share = (known && this.port != 0)
				? "set 'spring.datasource.url' to 'jdbc:postgresql://127.0.0.1:%d/postgres', 'spring.datasource.username' to 'postgres' and 'spring.datasource.password' to what '%s' says"
					.formatted(this.port, directory.passwordFile())
				: "point it at that server with 'spring.datasource.url'";
		return new EmbeddedServerException(
				"The embedded PostgreSQL in '%s' is in use by %s; %s. It was left alone, and no other server was started."
					.formatted(directory.path(), who, server),
				"Give this application a directory of its own with the property 'bailiwick.embedded.data-directory', or let both share the server: %s."
					.formatted(share));
	}

}
