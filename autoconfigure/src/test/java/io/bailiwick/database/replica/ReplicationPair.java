package io.bailiwick.database.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.embedded.PostgresNode;

import org.springframework.util.function.ThrowingSupplier;

/**
 * A primary with a streaming standby, and the pools and waits that tests of them need.
 */
record ReplicationPair(PostgresNode primary, PostgresNode standby) implements AutoCloseable {

	static ReplicationPair start(Path directory) throws Exception {
		PostgresNode primary = PostgresNode.primary(directory.resolve("primary"));
		try {
			primary.jdbc().execute("CREATE TABLE entry (id bigint PRIMARY KEY)");
			ReplicationPair pair = new ReplicationPair(primary, primary.standby(directory.resolve("standby")));
			pair.awaitStreaming();
			return pair;
		}
		catch (Exception ex) {
			primary.close();
			throw ex;
		}
	}

	void awaitStreaming() {
		await("the standby streams", () -> primary().jdbc()
			.queryForObject("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", Integer.class) == 1);
	}

	HikariDataSource pool(String hosts) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:postgresql://" + hosts + "/postgres");
		pool.setUsername(primary().username());
		pool.setPassword(primary().password());
		pool.setMaximumPoolSize(4);
		return pool;
	}

	static Database database(String name, HikariDataSource pool) {
		return new Database(new DatabaseLocation(name, pool.getJdbcUrl(), pool.getUsername(), null), pool);
	}

	static void await(String what, BooleanSupplier condition) {
		await(what, Duration.ofSeconds(30), condition);
	}

	static void await(String what, Duration deadline, BooleanSupplier condition) {
		long end = System.nanoTime() + deadline.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Not within " + deadline + ": " + what);
			}
			ThrowingSupplier.of(() -> {
				Thread.sleep(5);
				return true;
			}).get();
		}
	}

	@Override
	public void close() {
		try (this.primary; this.standby) {
			// Both, whatever becomes of the first.
		}
	}

}
