package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmbeddedServerFailureIntegrationTests {

	@TempDir
	Path temporary;

	@Test
	void namesThePortThatIsTakenAndCreatesNothing() throws IOException {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			assertThatFailure(TestServers.settings(directory()).withPort(other.getLocalPort()))
				.withMessageContaining("cannot listen on port %d".formatted(other.getLocalPort()))
				.withMessageContaining("by process %d".formatted(ProcessHandle.current().pid()))
				.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("bailiwick.embedded.port"));
		}
		assertThat(directory()).doesNotExist();
	}

	@Test
	void leavesAnExistingClusterUsableWhenThePortIsTaken() throws IOException, SQLException {
		TestServers.prepared(directory());
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			assertThatFailure(TestServers.settings(directory()).withPort(other.getLocalPort()))
				.withMessageContaining("cannot listen on port");
		}
		int port = Ports.free();
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()).withPort(port))) {
			assertThat(server.port()).isEqualTo(port);
			assertThat(TestServers.query(server, "SHOW port")).isEqualTo(Integer.toString(port));
		}
	}

	@Test
	void takesAnotherPortWhenSomebodyElseWasFaster() throws IOException {
		TestServers.prepared(directory());
		DataDirectory directory = new DataDirectory(directory());
		Privileges privileges = Privileges.of(directory.path(), directory.cluster(),
				EnumSet.allOf(UnprivilegedRun.class));
		Installation installation = new BinariesCache(TestServers.CACHE).install(TestBinaries.archive());
		Cluster cluster = Cluster.open(directory, installation, privileges);
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			int free = Ports.free();
			Deque<Integer> ports = new ArrayDeque<>(List.of(other.getLocalPort(), other.getLocalPort(), free));
			ServerProcess server = new ServerLauncher(TestServers.settings(directory()), installation, privileges,
					cluster, ports::removeFirst)
				.launch(ServerLog.create(directory.serverLog()));
			server.stop();
			assertThat(server.port()).isEqualTo(free);
			assertThat(ports).isEmpty();
		}
	}

	@Test
	void showsWhatTheServerSaidWhenItDoesNotStart() throws IOException {
		TestServers.prepared(directory());
		assertThatFailure(TestServers.settings(directory()).withParameter("shared_buffers", "many"))
			.withMessageContaining("invalid value for parameter \"shared_buffers\": \"many\"")
			.withMessageContaining("The data was left as it is");
		EmbeddedServer.start(TestServers.settings(directory())).close();
	}

	@Test
	void stopsAServerThatDoesNotGetReadyInTime() throws IOException {
		TestServers.prepared(directory());
		assertThatFailure(TestServers.settings(directory()).withStartTimeout(Duration.ofNanos(1)))
			.withMessageContaining("did not accept connections within PT0.000000001S")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("bailiwick.embedded.start-timeout"));
		assertThat(directory().resolve("data/postmaster.pid")).doesNotExist();
		assertThat(directory().resolve("owner")).doesNotExist();
		EmbeddedServer.start(TestServers.settings(directory())).close();
	}

	@Test
	void leavesTheDataOfAnotherMajorVersionAlone() throws IOException {
		TestServers.prepared(directory());
		Path version = directory().resolve("data/PG_VERSION");
		Files.writeString(version, "12\n");
		assertThatFailure(TestServers.settings(directory())).withMessageContaining("was written by PostgreSQL 12")
			.withMessageContaining("are PostgreSQL 18.");
		assertThat(version).hasContent("12");
	}

	@Test
	void leavesADirectoryAloneThatIsNoCluster() throws IOException {
		Files.createDirectories(directory().resolve("data"));
		Files.writeString(directory().resolve("data/notes.txt"), "mine");
		assertThatFailure(TestServers.settings(directory()))
			.withMessageContaining("is not a PostgreSQL data directory");
		assertThat(directory().resolve("data").toFile().list()).containsExactly("notes.txt");
	}

	@Test
	void saysThatThePasswordIsMissing() throws IOException {
		TestServers.prepared(directory());
		Files.delete(directory().resolve("pgpass"));
		assertThatFailure(TestServers.settings(directory()))
			.withMessageContaining("no password in '%s'".formatted(directory().resolve("pgpass")));
	}

	@Test
	void saysThatTheDirectoryCannotBeCreated() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("file"), "in the way");
		assertThatFailure(TestServers.settings(file.resolve("postgresql")))
			.withMessageContaining(
					"'%s' of the embedded PostgreSQL cannot be used".formatted(file.resolve("postgresql")))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("bailiwick.embedded.data-directory"));
	}

	@Test
	void startsWhenTheOldServersNumberBelongsToAnotherProcess() throws IOException, SQLException {
		TestServers.prepared(directory());
		Process other = new ProcessBuilder("sleep", "60").start();
		try {
			Path pidFile = directory().resolve("data/postmaster.pid");
			Files.writeString(pidFile, "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1234567   7\nready   \n"
				.formatted(other.pid(), directory().resolve("data")));
			try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
				assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
			}
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			other.destroyForcibly();
		}
	}

	@Test
	void startsWhenTheOldServerHasGone() throws Exception {
		TestServers.prepared(directory());
		Process gone = new ProcessBuilder("true").start();
		gone.waitFor();
		Files.writeString(directory().resolve("data/postmaster.pid"),
				"%d\n%s\n1700000000\n5432\n".formatted(gone.pid(), directory().resolve("data")));
		EmbeddedServer.start(TestServers.settings(directory())).close();
	}

	@Test
	void doesNotLetParametersMoveTheServer() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TestServers.settings(directory()).withParameter("Listen_Addresses", "*"))
			.withMessageContaining("Listen_Addresses");
	}

	private Path directory() {
		return this.temporary.resolve("postgresql");
	}

	private static ThrowableAssertAlternative<EmbeddedServerException> assertThatFailure(
			EmbeddedServerSettings settings) {
		return assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> EmbeddedServer.start(settings).close());
	}

}
