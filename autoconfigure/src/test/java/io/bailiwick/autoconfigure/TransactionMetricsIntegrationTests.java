package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.CommitOutcomeUnknownException;
import io.bailiwick.transaction.RetryTransaction;
import io.bailiwick.transaction.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for the meters of transactions.
 */
class TransactionMetricsIntegrationTests {

	private final TestPostgres.Database database = TestPostgres.newDatabase();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@TempDir
	Path classes;

	@Test
	void transactionsAreTimedByDomainAndOutcome() {
		DomainApplication.runner(this.classes)
			.withBean(Service.class)
			.withPropertyValues(this.database.properties())
			.run((context) -> {
				bind(context);
				Service service = context.getBean(Service.class);
				Transactions wallets = service.transactions();
				wallets.run(() -> {
					service.sleep();
					wallets.run(service::sleep);
					wallets.nested().run(service::sleep);
				});
				assertThat(count("wallets", "committed")).isOne();
				assertThat(timer("wallets", "committed").totalTime(TimeUnit.MILLISECONDS)).isBetween(90D, 60_000D);
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> wallets.run(() -> {
					throw new IllegalStateException("rolled back");
				}));
				assertThat(count("wallets", "rolled-back")).isOne();
				service.deep(2);
				assertThat(count("wallets", "committed")).isEqualTo(3);
				assertThatExceptionOfType(CommitOutcomeUnknownException.class)
					.isThrownBy(() -> wallets.run(service::endSession));
				assertThat(count("wallets", "unknown")).isOne();
				assertThat(count("wallets", "committed")).isEqualTo(3);
				assertThat(count("wallets", "rolled-back")).isOne();
				assertThat(count("users", "committed")).isZero();
			});
	}

	@Test
	void aTransactionThatCouldNotBeginIsNone() {
		DomainApplication.runner(this.classes)
			.withBean(Service.class)
			.withPropertyValues(this.database.properties())
			.withPropertyValues("spring.datasource.hikari.connection-timeout=300",
					"spring.datasource.hikari.maximum-pool-size=2")
			.run((context) -> {
				bind(context);
				Service service = context.getBean(Service.class);
				assertThatExceptionOfType(CannotCreateTransactionException.class).isThrownBy(() -> service.deep(3));
				assertThat(count("wallets", "rolled-back")).as("the two that had begun").isEqualTo(2);
				service.transactions().run(service::sleep);
				assertThat(count("wallets", "committed")).isOne();
				assertThat(timer("wallets", "committed").max(TimeUnit.MILLISECONDS)).as("nothing of the one before")
					.isLessThan(300);
			});
	}

	@Test
	void retriesAreCounted() {
		DomainApplication.runner(this.classes)
			.withBean(Service.class)
			.withPropertyValues(this.database.properties())
			.run((context) -> {
				bind(context);
				Service service = context.getBean(Service.class);
				service.transactions().retry(5).run(() -> service.failUntil(3));
				assertThat(retries("wallets")).isEqualTo(2);
				service.retried(3);
				assertThat(retries("wallets")).isEqualTo(4);
				assertThat(retries("users")).isZero();
				assertThat(count("wallets", "rolled-back")).isEqualTo(4);
				assertThat(count("wallets", "committed")).isEqualTo(2);
			});
	}

	private void bind(ApplicationContext context) {
		context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(this.registry));
	}

	private Timer timer(String domain, String outcome) {
		return this.registry.get("bailiwick.transactions").tags("domain", domain, "outcome", outcome).timer();
	}

	private long count(String domain, String outcome) {
		return timer(domain, outcome).count();
	}

	private double retries(String domain) {
		return this.registry.get("bailiwick.transaction.retries").tag("domain", domain).counter().count();
	}

	static class Service {

		private final Transactions transactions;

		private final JdbcClient jdbc;

		private final AtomicInteger executions = new AtomicInteger();

		private final TransactionTemplate another;

		Service(@OfDomain("wallets") Transactions transactions, @OfDomain("wallets") JdbcClient jdbc,
				@OfDomain("wallets") PlatformTransactionManager manager) {
			this.transactions = transactions;
			this.another = new TransactionTemplate(manager);
			this.another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			this.jdbc = jdbc;
		}

		Transactions transactions() {
			return this.transactions;
		}

		void sleep() {
			this.jdbc.sql("SELECT pg_sleep(0.03)").query().listOfRows();
		}

		void endSession() {
			Integer session = this.jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single();
			TestPostgres.Database server = TestPostgres.newDatabase();
			server.jdbc().queryForList("SELECT pg_terminate_backend(?, 10000)", session);
		}

		void failUntil(int execution) {
			if (this.executions.incrementAndGet() < execution) {
				this.jdbc.sql("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$").update();
			}
			this.executions.set(0);
		}

		@Transactional("wallets")
		@RetryTransaction
		void retried(int execution) {
			failUntil(execution);
		}

		/**
		 * Transactions that put each other aside.
		 */
		@Transactional("wallets")
		void deep(int levels) {
			if (levels > 1) {
				this.another.executeWithoutResult((status) -> deep(levels - 1));
			}
		}

	}

}
