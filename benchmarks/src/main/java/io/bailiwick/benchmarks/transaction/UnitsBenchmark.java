package io.bailiwick.benchmarks.transaction;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.observation.TransactionMetrics;
import io.bailiwick.transaction.PostgresTransactionManager;
import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.guard.Guard;
import io.bailiwick.transaction.guard.GuardMode;
import io.bailiwick.transaction.guard.GuardSettings;
import io.bailiwick.transaction.guard.Guards;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction of two statements.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class UnitsBenchmark {

	/**
	 * Which way it is executed.
	 */
	@Param
	public Way way;

	private Unit unit;

	/**
	 * Prepare.
	 */
	@Setup(Level.Trial)
	public void prepare() {
		DataSource dataSource = Stubs.dataSource();
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		this.unit = this.way.unit(dataSource, jdbc);
	}

	/**
	 * Execute one.
	 * @return its result
	 */
	@Benchmark
	public @Nullable Integer unit() {
		return this.unit.execute();
	}

	private static @Nullable Integer work(JdbcTemplate jdbc) {
		jdbc.update("UPDATE account SET balance = balance - ? WHERE id = ?", 5, 1);
		return jdbc.queryForObject("SELECT balance FROM account WHERE id = ?", Integer.class, 1);
	}

	/**
	 * How a transaction is executed. The first is what the others are compared with.
	 */
	public enum Way {

		/**
		 * Spring's template alone.
		 */
		SPRING {

			@Override
			Unit unit(DataSource dataSource, JdbcTemplate jdbc) {
				TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
				return () -> template.execute((status) -> work(jdbc));
			}

		},

		/**
		 * With retries and metrics.
		 */
		TRANSACTIONS {

			@Override
			Unit unit(DataSource dataSource, JdbcTemplate jdbc) {
				return transactions(dataSource, null);
			}

		},

		/**
		 * With retries, metrics and all guards at {@code warn}.
		 */
		GUARDED {

			@Override
			Unit unit(DataSource dataSource, JdbcTemplate jdbc) {
				Map<Guard, GuardMode> modes = new EnumMap<>(Guard.class);
				for (Guard guard : Guard.values()) {
					modes.put(guard, GuardMode.WARN);
				}
				Guards guards = new Guards(new GuardSettings(modes, List.of(), Duration.ofSeconds(30), 10), DOMAINS,
						() -> null);
				guards.start();
				return transactions(guards.lookAfter(DOMAIN, dataSource, false), guards);
			}

		};

		private static final String DOMAIN = "wallets";

		private static final Domains DOMAINS = Domains.of(List.of(Domain.of(DOMAIN)));

		private static Unit transactions(DataSource dataSource, @Nullable Guards guards) {
			PostgresExceptionTranslator translator = PostgresExceptionTranslator.of(DOMAIN, null);
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.setExceptionTranslator(translator);
			TransactionMetrics metrics = new TransactionMetrics(DOMAINS);
			metrics.bindTo(new SimpleMeterRegistry());
			PostgresTransactionManager manager = new PostgresTransactionManager(dataSource, translator,
					metrics.of(DOMAIN));
			if (guards != null) {
				guards.lookAfter(manager, "walletsTransactionManager", DOMAIN, dataSource);
			}
			Transactions transactions = new Transactions(DOMAIN, new TransactionTemplate(manager), dataSource,
					metrics.of(DOMAIN))
				.retry(3);
			return () -> transactions.call(() -> work(jdbc));
		}

		abstract Unit unit(DataSource dataSource, JdbcTemplate jdbc);

	}

	/**
	 * What is measured.
	 */
	@FunctionalInterface
	interface Unit {

		@Nullable Integer execute();

	}

}
