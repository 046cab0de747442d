package io.bailiwick.database.timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PgBouncer in front of a database, where the program is installed.
 */
final class PgBouncer implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private final Process process;

	private final Path directory;

	private final String url;

	private PgBouncer(Process process, Path directory, String url) {
		this.process = process;
		this.directory = directory;
		this.url = url;
	}

	/**
	 * Start it, or skip the test.
	 */
	static PgBouncer start(Database database, String... settings) throws IOException, InterruptedException {
		Path program = program();
		Assumptions.assumeTrue(program != null, "pgbouncer is not installed");
		URI server = URI.create(database.url().substring("jdbc:".length()));
		int port = freePort();
		// The account that it gives its rights to must be able to read its files.
		Path directory = Files.createTempDirectory("pgbouncer");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path configuration = directory.resolve("pgbouncer.ini");
		Files.writeString(configuration, """
				[databases]
				* = host=%s port=%d dbname=%s user=%s password='%s'
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				%s
				""".formatted(server.getHost(), server.getPort(), server.getPath().substring(1), database.username(),
				database.password().replace("'", "''"), port, String.join("\n", settings)));
		List<String> command = new ArrayList<>(List.of(program.toString()));
		if (System.getProperty("user.name").equals("root")) {
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(configuration.toString());
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		PgBouncer bouncer = new PgBouncer(process, directory, "jdbc:postgresql://127.0.0.1:%d/app".formatted(port));
		bouncer.awaitPort(port);
		return bouncer;
	}

	private static Path program() {
		String configured = System.getProperty("pgbouncer.program");
		Stream<String> candidates = (configured != null) ? Stream.of(configured) : Stream.of("/usr/sbin/pgbouncer",
				"/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer");
		return candidates.map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitPort(int port) throws IOException, InterruptedException {
		long end = System.nanoTime() + DEADLINE.toNanos();
		while (true) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
				return;
			}
			catch (IOException ex) {
				if (!this.process.isAlive() || System.nanoTime() > end) {
					String log = Files.readString(this.directory.resolve("log"));
					close();
					throw new IllegalStateException("pgbouncer did not start: " + log, ex);
				}
				this.process.waitFor(50, TimeUnit.MILLISECONDS);
			}
		}
	}

	/**
	 * Whether it is 1.21 or later, where it can keep track of prepared statements.
	 */
	static boolean canTrackPreparedStatements() throws IOException {
		Path program = program();
		Assumptions.assumeTrue(program != null, "pgbouncer is not installed");
		Process process = new ProcessBuilder(program.toString(), "--version").start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher version = Pattern.compile("1\\.(\\d+)").matcher(output);
		return version.find() && Integer.parseInt(version.group(1)) >= 21;
	}

	String url() {
		return this.url;
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.directory);
	}

}
