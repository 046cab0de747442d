package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class EmbeddedServerIntegrationTests {

	private static final Path PSQL = Path.of("/usr/bin/psql");

	@TempDir
	Path temporary;

	@Test
	void keepsItsDataOverRestarts() throws SQLException {
		EmbeddedServerSettings settings = TestServers.settings(directory());
		String password;
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			TestServers.query(server, "CREATE TABLE kept AS SELECT 'still here' AS word");
			password = server.password();
		}
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(TestServers.query(server, "SELECT word FROM kept")).isEqualTo("still here");
			assertThat(server.password()).isEqualTo(password);
			assertThat(TestServers.query(server, "SHOW server_version")).isEqualTo(server.serverVersion());
		}
	}

	@Test
	void isAsDurableAsAnyOtherServer() throws IOException, SQLException {
		TestServers.prepared(directory());
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(directory()).withCacheDirectory(TestServers.CACHE);
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
				assertThat(TestServers.query(server, "SELECT current_setting('%s')".formatted(setting))).as(setting)
					.isEqualTo("on");
			}
		}
	}

	@Test
	void passesParametersOn() throws IOException, SQLException {
		EmbeddedServerSettings settings = TestServers.prepared(directory())
			.withParameter("application_name", "it's a test")
			.withParameter("max_connections", "17");
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(TestServers.query(server, "SHOW max_connections")).isEqualTo("17");
			assertThat(TestServers.query(server, "SHOW fsync")).isEqualTo("off");
		}
	}

	@Test
	void knowsAllLetters() throws IOException, SQLException {
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()))) {
			assertThat(TestServers.query(server, "SHOW server_encoding")).isEqualTo("UTF8");
			assertThat(TestServers.query(server, "SELECT upper('grüße, κόσμε')")).isEqualTo("GRÜßE, ΚΌΣΜΕ");
		}
	}

	@Test
	void listensOnTheLoopbackAddressOnly() throws IOException, SQLException {
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()))) {
			assertThat(TestServers.query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
			assertThat(TestServers.query(server, "SHOW unix_socket_directories")).isEmpty();
			assertThat(Path.of("/tmp/.s.PGSQL." + server.port())).doesNotExist();
		}
	}

	@Test
	void letsNobodyInWithoutThePassword() throws IOException {
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()))) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> TestServers.query(server.jdbcUrl(), "postgres", "SELECT 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
		}
	}

	@Test
	void letsPsqlInWithThePasswordFile() throws IOException, InterruptedException {
		assumeTrue(Files.isExecutable(PSQL), "psql is not installed");
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()))) {
			String description = server.describe(Duration.ofMillis(123));
			String command = description.substring(description.indexOf("PGPASSFILE="));
			Process psql = new ProcessBuilder("/bin/sh", "-c", command + " --no-password -Atc 'SELECT 40 + 2'")
				.redirectErrorStream(true)
				.start();
			assertThat(new String(psql.getInputStream().readAllBytes())).isEqualTo("42\n");
			assertThat(psql.waitFor()).isZero();
		}
	}

	@Test
	void saysWhatItIsAndHowToLookInside() {
		Path directory = directory();
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory))) {
			assertThat(server.describe(Duration.ofMillis(123)))
				.isEqualTo("Embedded PostgreSQL %s, for development and not for production, started in 123 ms"
					.formatted(server.serverVersion())
						+ " on port %d with a new cluster in '%s'. To look inside:".formatted(server.port(), directory)
						+ " PGPASSFILE='%s/pgpass' psql -h 127.0.0.1 -p %d -U postgres postgres".formatted(directory,
								server.port()))
				.doesNotContain(server.password());
		}
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory))) {
			assertThat(server.describe(Duration.ZERO)).contains("with the existing data in");
		}
	}

	@Test
	void keepsEverythingInItsDirectoryAndSecretsFromOthers() throws IOException {
		Path directory = directory();
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory))) {
			assertThat(server.dataDirectory()).isEqualTo(directory);
			assertThat(permissions("pgpass")).isEqualTo("rw-------");
			assertThat(permissions("server.log")).isEqualTo("rw-------");
			assertThat(permissions("data")).isEqualTo("rwx------");
			assertThat(directory.resolve(".gitignore")).hasContent("*");
		}
		assertThat(directory.toFile().list()).containsExactlyInAnyOrder(".gitignore", "data", "lock", "pgpass",
				"server.log");
	}

	@Test
	void doesNotHideWhatSomebodyElseHasInTheDirectory() throws IOException {
		Files.createDirectories(directory());
		Files.writeString(directory().resolve("notes.txt"), "mine");
		EmbeddedServer.start(TestServers.settings(directory())).close();
		assertThat(directory().resolve(".gitignore")).doesNotExist();
		assertThat(directory().resolve("notes.txt")).hasContent("mine");
	}

	@Test
	void leavesNoProcessBehindAndCanBeClosedTwice() throws IOException {
		EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()));
		Path cluster = directory().resolve("data");
		ProcessHandle process = Postmaster.read(cluster).liveServer(cluster).orElseThrow();
		server.close();
		server.close();
		assertThat(process.isAlive()).isFalse();
		assertThat(cluster.resolve("postmaster.pid")).doesNotExist();
		assertThat(directory().resolve("server.log")).content().contains("database system is shut down");
	}

	@Test
	void stopsInAnInterruptedThread() throws IOException {
		EmbeddedServer server = EmbeddedServer.start(TestServers.prepared(directory()));
		Path cluster = directory().resolve("data");
		ProcessHandle process = Postmaster.read(cluster).liveServer(cluster).orElseThrow();
		Thread.currentThread().interrupt();
		server.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void saysThatItsServerWasKilledAndWaitsForTheProcessesThatHaveNotNoticed(CapturedOutput output) throws Exception {
		EmbeddedServerSettings settings = TestServers.prepared(directory());
		Path cluster = directory().resolve("data");
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			TestServers.query(server, "CREATE SEQUENCE begun");
			String url = server.jdbcUrl();
			executor.submit(() -> TestServers.query(url, server.password(), """
					DO $$ BEGIN
					PERFORM nextval('begun');
					WHILE clock_timestamp() < now() + interval '1500 ms' LOOP NULL; END LOOP;
					END $$"""));
			TestServers.await("the statement runs", () -> isUsed(server, "begun"));
			Postmaster.read(cluster).liveServer(cluster).orElseThrow().destroyForcibly();
			TestServers.await("it is reported", () -> output.getOut()
				.contains("The embedded PostgreSQL on port %d has ended by itself".formatted(server.port())));
		}
		try (EmbeddedServer next = EmbeddedServer.start(settings)) {
			assertThat(TestServers.query(next, "SELECT 1")).isEqualTo("1");
			assertThat(directory().resolve("server.log")).content().contains("pre-existing shared memory block");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void worksInADirectoryWithAnAwkwardName() throws SQLException {
		Path directory = this.temporary.resolve("it's a $HOME; \"quoted\" größe");
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	void runsAnotherMajorVersion() throws SQLException {
		Path jar = TestBinaries.otherMajor();
		EmbeddedServerSettings settings = TestServers.settings(directory()).withBinaries(PostgresBinaries.inJar(jar));
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(server.serverVersion()).startsWith("14.");
			assertThat(TestServers.query(server, "SHOW server_version_num")).startsWith("14");
		}
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> EmbeddedServer.start(TestServers.settings(directory())))
			.withMessageContaining("was written by PostgreSQL 14")
			.withMessageContaining("are PostgreSQL 18.");
		EmbeddedServer.start(settings).close();
	}

	private static boolean isUsed(EmbeddedServer server, String sequence) {
		try {
			return TestServers.query(server, "SELECT is_called FROM " + sequence).equals("t");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path directory() {
		return this.temporary.resolve("postgresql");
	}

	private String permissions(String file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve(file)));
	}

}
