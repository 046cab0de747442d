package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of embedded servers share.
 */
final class TestServers {

	/** Unpacked once for all tests but those about unpacking. */
	static final Path CACHE = Path.of("target", "embedded-binaries").toAbsolutePath();

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private TestServers() {
	}

	static EmbeddedServerSettings settings(Path directory) {
		return EmbeddedServerSettings.in(directory).withCacheDirectory(CACHE).withParameter("fsync", "off");
	}

	/**
	 * Settings for a directory that already has a cluster, copied to save the time to
	 * create one.
	 */
	static EmbeddedServerSettings prepared(Path directory) throws IOException {
		Path template = CACHE.resolveSibling("embedded-template").resolve(ArchiveKey.of(TestBinaries.archive()));
		synchronized (TestServers.class) {
			if (!Files.exists(template.resolve("data"))) {
				EmbeddedServer.start(settings(template)).close();
			}
		}
		Command.Result copy = Command.run(List.of("cp", "-a", template.toString(), directory.toString()),
				directory.getParent(), DEADLINE);
		assertThat(copy.output()).isEmpty();
		return settings(directory);
	}

	static String query(EmbeddedServer server, String sql) throws SQLException {
		return query(server.jdbcUrl(), server.password(), sql);
	}

	static String query(String url, String password, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, "postgres", password);
				Statement statement = connection.createStatement()) {
			if (!statement.execute(sql)) {
				return "";
			}
			try (ResultSet rows = statement.getResultSet()) {
				assertThat(rows.next()).isTrue();
				return rows.getString(1);
			}
		}
	}

	static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
			Pause.briefly();
		}
	}

	static void stopWhatIsLeft(Path directory) throws IOException {
		Path cluster = directory.resolve("data");
		Postmaster postmaster = Postmaster.read(cluster);
		if (postmaster != null) {
			postmaster.liveServer(cluster)
				.ifPresent((server) -> Shutdown.of(server, () -> postmaster.liveServer(cluster).isPresent()));
		}
	}

}
