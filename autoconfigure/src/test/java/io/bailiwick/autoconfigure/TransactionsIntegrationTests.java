package io.bailiwick.autoconfigure;

import java.nio.file.Path;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for {@code @Transactional("wallets")}.
 */
class TransactionsIntegrationTests {

	@TempDir
	Path classes;

	@Test
	void aUnitOfWorkOfOneDomainIsCommittedOrRolledBack() {
		run().run((context) -> {
			Service service = context.getBean(Service.class);
			service.open(1);
			assertThat(service.count()).isEqualTo(1);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.openAndFail(2));
			assertThat(service.count()).isEqualTo(1);
		});
	}

	@Test
	void aUnitOfWorkThatSpansTwoDomainsOfOneDatabaseIsAtomic() {
		run().run((context) -> {
			Service service = context.getBean(Service.class);
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Registration.class).registerAndFail(1));
			assertThat(service.count()).isZero();
			assertThat(context.getBean("usersJdbcClient", JdbcClient.class)
				.sql("SELECT count(*) FROM users")
				.query(Integer.class)
				.single()).isZero();
		});
	}

	@Test
	void aDomainWithoutATransactionManagerIsRefusedByTheCall() {
		run().withBean(Lost.class)
			.run((context) -> assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> context.getBean(Lost.class).work())
				.withMessageContaining("walets"));
	}

	private ApplicationContextRunner run() {
		return DomainApplication.runner(this.classes)
			.withBean(Service.class)
			.withBean(Registration.class)
			.withPropertyValues(TestPostgres.newDatabase().properties());
	}

	static class Service {

		private final JdbcClient wallets;

		Service(@OfDomain("wallets") JdbcClient wallets) {
			this.wallets = wallets;
		}

		@Transactional("wallets")
		void open(int id) {
			assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
			this.wallets.sql("INSERT INTO wallets VALUES (?)").param(id).update();
		}

		@Transactional("wallets")
		void openAndFail(int id) {
			open(id);
			throw new IllegalStateException("after the work");
		}

		int count() {
			return this.wallets.sql("SELECT count(*) FROM wallets").query(Integer.class).single();
		}

	}

	static class Registration {

		private final JdbcClient users;

		private final Service wallets;

		Registration(@OfDomain("users") JdbcClient users, Service wallets) {
			this.users = users;
			this.wallets = wallets;
		}

		@Transactional("users")
		void registerAndFail(int id) {
			this.users.sql("INSERT INTO users VALUES (?)").param(id).update();
			this.wallets.open(id);
			throw new IllegalStateException("after the work of both");
		}

	}

	static class Lost {

		@Transactional("walets")
		void work() {
		}

	}

}
