package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OwnerIntegrationTests {

	@TempDir
	Path temporary;

	@BeforeEach
	void prepare() throws IOException {
		TestServers.prepared(directory());
	}

	@AfterEach
	void stopWhatIsLeft() throws IOException {
		TestServers.stopWhatIsLeft(directory());
	}

	@Test
	void namesTheProcessThatHoldsTheDirectoryAndTheWaysOut() throws IOException {
		try (ApplicationProcess application = ApplicationProcess.run(directory())) {
			String port = application.await("READY");
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedServer.start(TestServers.settings(directory())))
				.withMessageContaining("in use by process %d".formatted(application.pid()))
				.withMessageContaining(ServerApplication.class.getName())
				.withMessageContaining("its server listens on port " + port)
				.satisfies((ex) -> assertThat(ex.analysis().getAction())
					.contains("bailiwick.embedded.data-directory", "spring.datasource.url")
					.contains("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port)));
			assertThat(application.isAlive()).isTrue();
		}
		EmbeddedServer.start(TestServers.settings(directory())).close();
	}

	@Test
	void namesThisApplicationWhenItIsTheOneThatHoldsTheDirectory() throws SQLException {
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedServer.start(TestServers.settings(directory())))
				.withMessageContaining(
						"by this application itself (process %d)".formatted(ProcessHandle.current().pid()))
				.withMessageContaining("its server listens on port " + server.port());
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
		}
	}

	@Test
	void keepsItsLockWhenTheSameProcessTriesAgain() throws IOException {
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedServer.start(TestServers.settings(directory())));
			try (ApplicationProcess application = ApplicationProcess.run(directory())) {
				assertThat(application.await("FAILED")).contains("in use by process " + ProcessHandle.current().pid())
					.contains("port " + server.port());
			}
		}
	}

	@Test
	void recognizesADirectoryUnderAnotherName() throws IOException {
		Path link = this.temporary.resolve("link");
		try (EmbeddedServer server = EmbeddedServer.start(TestServers.settings(directory()))) {
			Files.createSymbolicLink(link, directory());
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedServer.start(TestServers.settings(link)))
				.withMessageContaining("port " + server.port());
		}
	}

	@Test
	void letsExactlyOneOfManyThreadsHaveTheDirectory() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		List<EmbeddedServer> servers = new ArrayList<>();
		try {
			List<Future<EmbeddedServer>> starts = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				starts.add(executor.submit(() -> EmbeddedServer.start(TestServers.settings(directory()))));
			}
			int refused = 0;
			for (Future<EmbeddedServer> start : starts) {
				try {
					servers.add(start.get(60, TimeUnit.SECONDS));
				}
				catch (ExecutionException ex) {
					assertThat(ex).hasCauseInstanceOf(EmbeddedServerException.class).hasMessageContaining("in use by");
					refused++;
				}
			}
			assertThat(servers).hasSize(1);
			assertThat(refused).isEqualTo(7);
		}
		finally {
			executor.shutdownNow();
			servers.forEach(EmbeddedServer::close);
		}
	}

	@Test
	void runsServersSideBySideInDirectoriesOfTheirOwn() throws SQLException {
		try (EmbeddedServer first = EmbeddedServer.start(TestServers.settings(directory()));
				EmbeddedServer second = EmbeddedServer.start(TestServers.settings(this.temporary.resolve("second")))) {
			assertThat(first.port()).isNotEqualTo(second.port());
			assertThat(first.password()).isNotEqualTo(second.password());
			assertThat(TestServers.query(first, "SHOW port")).isEqualTo(Integer.toString(first.port()));
			assertThat(TestServers.query(second, "SHOW port")).isEqualTo(Integer.toString(second.port()));
		}
	}

	private Path directory() {
		return this.temporary.resolve("postgresql");
	}

}
