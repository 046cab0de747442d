package io.bailiwick.database.timeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimeoutsTests {

	private static final Map<String, String> SETTINGS = Map.of("statement_timeout", "30000", "lock_timeout", "0");

	@Test
	void onlyAServerThatHasItIsToldTheTransactionTimeout() {
		Timeouts timeouts = new Timeouts(Duration.ofSeconds(30), Duration.ZERO, null, Duration.ofMinutes(5));
		assertThat(timeouts.needServerVersion()).isTrue();
		assertThat(timeouts.settings(17)).containsOnly(Map.entry("statement_timeout", "30000"),
				Map.entry("lock_timeout", "0"), Map.entry("transaction_timeout", "300000"));
		assertThat(timeouts.settings(16)).isEqualTo(SETTINGS);
		assertThat(timeouts.settings(0)).isEqualTo(SETTINGS);
		assertThat(Timeouts.NONE.settings(18)).isEmpty();
		assertThat(Timeouts.NONE.needServerVersion()).isFalse();
	}

	@Test
	void whatIsLeftOpenComesFromTheDefaults() {
		Timeouts timeouts = new Timeouts(null, Duration.ofSeconds(1), null, null).orElse(Timeouts.MIGRATION);
		assertThat(timeouts)
			.isEqualTo(new Timeouts(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO));
	}

	@Test
	void aTimeoutThatTheServerWouldTakeForNoneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Timeouts(Duration.ofNanos(1), null, null, null))
			.withMessageContaining("'statement' must be at least 1 ms");
		assertThatIllegalArgumentException().isThrownBy(() -> new Timeouts(null, Duration.ofSeconds(-1), null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new Timeouts(null, null, Duration.ofDays(25), null));
	}

	@Test
	void optionsOfTheUserStandLastAndSoWin() {
		assertThat(new StartupOptions(SETTINGS).mergeInto("-c statement_timeout=5s"))
			.isEqualTo("-c lock_timeout=0 -c statement_timeout=30000 -c statement_timeout=5s");
		assertThat(new StartupOptions(Map.of("a.b", "x y\\z")).mergeInto(null)).isEqualTo("-c a.b=x\\ y\\\\z");
	}

	@Test
	void optionsGoWhereTheUserHasThem() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://db/app?options=-c%20geqo=off&ssl=true");
			new StartupOptions(SETTINGS).complete(pool);
			assertThat(pool.getJdbcUrl()).isEqualTo(
					"jdbc:postgresql://db/app?options=-c+lock_timeout%3D0+-c+statement_timeout%3D30000+-c+geqo%3Doff&ssl=true");
			assertThat(pool.getDataSourceProperties()).isEmpty();
		}
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://db/app");
			pool.addDataSourceProperty("options", "-c geqo=off");
			new StartupOptions(SETTINGS).complete(pool);
			assertThat(pool.getDataSourceProperties()).containsEntry("options",
					"-c lock_timeout=0 -c statement_timeout=30000 -c geqo=off");
		}
	}

	@Test
	void anotherDatabaseProductGetsNoOptions() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:h2:mem:app");
			new StartupOptions(SETTINGS).complete(pool);
			new PoolerDefaults(false).complete(pool);
			assertThat(pool.getDataSourceProperties()).isEmpty();
		}
	}

	@Test
	void behindAPoolerStatementsArePreparedOnTheServerOnlyWhereThePoolerCan() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://db/app");
			new PoolerDefaults(true).complete(pool);
			assertThat(pool.getDataSourceProperties()).isEmpty();
			new PoolerDefaults(false).complete(pool);
			assertThat(pool.getDataSourceProperties()).containsEntry("prepareThreshold", "0");
		}
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://db/app?prepareThreshold=3");
			new PoolerDefaults(false).complete(pool);
			assertThat(pool.getDataSourceProperties()).isEmpty();
		}
	}

	@Test
	void namesAreQuotedInTheScriptForTheRole() {
		RoleSettings settings = new RoleSettings("the\"app", "my db",
				new Timeouts(Duration.ofSeconds(30), null, null, null), 0, List.of("users", "public"));
		assertThat(settings.script()).contains(
				"ALTER ROLE \"the\"\"app\" IN DATABASE \"my db\" SET statement_timeout = '30000ms';",
				"ALTER ROLE \"the\"\"app\" IN DATABASE \"my db\" SET search_path = \"users\", \"public\";",
				"RECONNECT");
	}

}
