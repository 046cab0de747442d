package io.bailiwick.benchmarks.transaction;

import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.observation.TransactionMetrics;
import io.bailiwick.transaction.PostgresTransactionManager;
import io.bailiwick.transaction.Transactions;
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
	 * How a transaction is executed. The first is what the others are compared with; one
	 * with all guards would be the third.
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
				PostgresExceptionTranslator translator = PostgresExceptionTranslator.of("wallets", null);
				jdbc.setExceptionTranslator(translator);
				TransactionMetrics metrics = new TransactionMetrics(Domains.of(List.of(Domain.of("wallets"))));
				metrics.bindTo(new SimpleMeterRegistry());
				TransactionTemplate template = new TransactionTemplate(
						new PostgresTransactionManager(dataSource, translator, metrics.of("wallets")));
				Transactions transactions = new Transactions("wallets", template, dataSource, metrics.of("wallets"))
					.retry(3);
				return () -> transactions.call(() -> work(jdbc));
			}

		};

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
