package io.bailiwick.transaction;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.embedded.PostgresNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What units of work notice of a server that is restarted.
 */
@Timeout(120)
class ServerRestartIntegrationTests {

	private static final int CONNECTIONS = 4;

	/** HikariCP does not look at a connection that was in use half a second ago. */
	private static final Duration TRUSTED = Duration.ofMillis(600);

	@TempDir
	Path directory;

	private PostgresNode server;

	private TestUnits units;

	@BeforeEach
	void start() {
		this.server = PostgresNode.durable(this.directory, Map.of());
		this.server.jdbc().execute("CREATE TABLE note (id int)");
		this.units = TestUnits.of(this.server.database(), CONNECTIONS);
	}

	@AfterEach
	void stop() {
		this.units.close();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void whileAllConnectionsAreIdleNobodyNotices(Restart restart) throws Exception {
		assertThat(failures(new CountDownLatch(0))).isEmpty();
		assertThat(this.units.pool().getHikariPoolMXBean().getIdleConnections()).isEqualTo(CONNECTIONS);
		long idle = System.nanoTime();
		restart(restart);
		while (System.nanoTime() - idle < TRUSTED.toNanos()) {
			Thread.sleep(5);
		}
		assertThat(failures(new CountDownLatch(0))).isEmpty();
		assertThat(this.units.count("note")).isEqualTo(4 * CONNECTIONS);
	}

	@ParameterizedTest
	@EnumSource
	void whoeverIsAtWorkFailsOnceAndIsRolledBack(Restart restart) throws Exception {
		CountDownLatch restarted = new CountDownLatch(1);
		FutureTask<List<Throwable>> atWork = new FutureTask<>(() -> failures(restarted));
		new Thread(atWork, "at-work").start();
		while (this.server.jdbc()
			.queryForList("SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'")
			.size() < CONNECTIONS) {
			Thread.sleep(5);
		}
		restart(restart);
		restarted.countDown();
		assertThat(atWork.get(60, TimeUnit.SECONDS)).hasSize(CONNECTIONS)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(DataAccessException.class));
		assertThat(failures(new CountDownLatch(0))).isEmpty();
		assertThat(this.units.count("note")).isEqualTo(2 * CONNECTIONS);
	}

	private void restart(Restart restart) throws IOException {
		if (restart == Restart.KILLED) {
			this.server.kill();
		}
		else {
			this.server.close();
		}
		this.server.restart();
	}

	/**
	 * Execute as many units at the same time as there are connections, each of which
	 * waits in its middle.
	 * @return what they threw
	 */
	private List<Throwable> failures(CountDownLatch goOn) throws Exception {
		CountDownLatch all = new CountDownLatch(CONNECTIONS);
		List<FutureTask<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			tasks.add(new FutureTask<>(() -> {
				this.units.transactions().run(() -> {
					this.units.jdbc().update("INSERT INTO note VALUES (1)");
					all.countDown();
					all.await();
					goOn.await();
					this.units.jdbc().update("INSERT INTO note VALUES (2)");
				});
				return null;
			}));
		}
		tasks.forEach((task) -> new Thread(task, "unit").start());
		List<Throwable> failures = new ArrayList<>();
		for (FutureTask<Void> task : tasks) {
			try {
				task.get(60, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				failures.add(ex.getCause());
			}
		}
		return failures;
	}

	enum Restart {

		KILLED, STOPPED

	}

}
