package io.bailiwick.database.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class KilledApplicationIntegrationTests {

	@TempDir
	Path temporary;

	@AfterEach
	void stopWhatIsLeft() throws IOException {
		TestServers.stopWhatIsLeft(directory());
	}

	@Test
	void losesNothingThatWasCommittedAndLeavesNoServerBehind() throws IOException, SQLException {
		TestServers.prepared(directory());
		long orphan;
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			int port = Integer.parseInt(application.await("READY"));
			String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
			String password = PasswordFile.read(new DataDirectory(directory()));
			TestServers.query(url, password, "CREATE TABLE kept AS SELECT 'committed' AS word");
			application.kill();
			orphan = liveServer().pid();
		}
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThat(TestServers.query(server, "SELECT word FROM kept")).isEqualTo("committed");
			assertThat(liveServer().pid()).isNotEqualTo(orphan);
			assertThat(Files.exists(Path.of("/proc", Long.toString(orphan), "exe"))).isFalse();
		}
		assertThat(directory().resolve("server.log.1")).content().contains("received fast shutdown request");
	}

	@Test
	void takesItsFixedPortBackFromTheServerItLeftBehind() throws IOException {
		TestServers.prepared(directory());
		EmbeddedServerSettings settings;
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			settings = TestServers.settings(directory()).withPort(Integer.parseInt(application.await("READY")));
			application.kill();
		}
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(server.port()).isEqualTo(settings.port());
		}
	}

	@Test
	void startsAgainWhenTheServerWasKilledToo() throws IOException, SQLException {
		TestServers.prepared(directory());
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			application.await("READY");
			ProcessHandle server = liveServer();
			List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
			application.kill();
			all.forEach(ProcessHandle::destroyForcibly);
		}
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
		assertThat(directory().resolve("server.log")).content().contains("was not properly shut down");
	}

	@Test
	void unpacksAgainWhatAKilledApplicationWasUnpacking() throws IOException, SQLException {
		TestServers.prepared(directory());
		Path cache = this.temporary.resolve("cache");
		try (ApplicationProcess application = ApplicationProcess.run(List.of(), List.of(),
				ApplicationProcess.classpath(), directory().toString(), cache.toString())) {
			TestServers.await("some files are unpacked", () -> countFiles(cache) > 20);
			application.kill();
		}
		assertThat(cache.toFile().list()).anyMatch((name) -> name.contains(".unpacking-"));
		try (EmbeddedServer server = EmbeddedServer
			.start(TestServers.settings(directory()).withCacheDirectory(cache))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
		assertThat(cache.toFile().list()).hasSize(2).noneMatch((name) -> name.contains(".unpacking-"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "initdb", "PG_VERSION", "global/pg_control" })
	void createsAgainWhatAKilledApplicationWasCreating(String moment) throws IOException, SQLException {
		new BinariesCache(TestServers.CACHE).install(TestBinaries.archive());
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			TestServers.await("initdb has come to " + moment, () -> hasCome(moment));
			application.kill();
		}
		assertThat(directory().resolve("data")).doesNotExist();
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
		TestServers.await("what initdb left is deleted", () -> {
			EmbeddedServer.start(TestServers.settings(directory())).close();
			return beingCreated().length == 0;
		});
	}

	@Test
	void startsAgainWhenKilledWhileTheServerWasStarting() throws IOException, SQLException {
		TestServers.prepared(directory());
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			TestServers.await("the server has written its number",
					() -> Files.exists(directory().resolve("data/postmaster.pid")));
			application.kill();
		}
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	void stopsTheServerWhenTheApplicationIsTerminated() throws IOException {
		TestServers.prepared(directory());
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			application.await("READY");
			ProcessHandle server = liveServer();
			application.terminate();
			assertThat(server.isAlive()).isFalse();
		}
		assertThat(directory().resolve("server.log")).content().contains("database system is shut down");
	}

	@Test
	void keepsTheServerForTheApplicationsOwnShutdownWhenASignalGoesToAllItsProcesses() throws Exception {
		TestServers.prepared(directory());
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid is not installed");
		try (ApplicationProcess application = ApplicationProcess.run(List.of("setsid"), List.of("-DownHook=true"),
				ApplicationProcess.classpath(), directory().toString(), TestServers.CACHE.toString())) {
			application.await("READY");
			// A negative number stands for the process group, where a terminal's Ctrl-C
			// goes. That is SIGINT, which ends the server as well, but not a JVM that was
			// started in the background.
			new ProcessBuilder("/bin/sh", "-c", "kill -TERM -" + application.pid()).start().waitFor();
			assertThat(application.await("HOOK")).isEqualTo("reached the server");
		}
		assertThat(directory().resolve("data/postmaster.pid")).doesNotExist();
	}

	private ProcessHandle liveServer() throws IOException {
		Path cluster = directory().resolve("data");
		return Objects.requireNonNull(Postmaster.read(cluster)).liveServer(cluster).orElseThrow();
	}

	private boolean hasCome(String moment) {
		File[] leftovers = beingCreated();
		if (leftovers.length == 0) {
			return false;
		}
		return moment.equals("initdb") || leftovers[0].toPath().resolve("data").resolve(moment).toFile().exists();
	}

	private File[] beingCreated() {
		File[] files = directory().toFile().listFiles((parent, name) -> name.startsWith("initdb-"));
		return (files != null) ? files : new File[0];
	}

	private static long countFiles(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.count();
		}
		catch (IOException | UncheckedIOException ex) {
			return 0;
		}
	}

	private Path directory() {
		return this.temporary.resolve("postgresql");
	}

}
