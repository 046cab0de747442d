package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.bailiwick.database.error.UniqueViolationException;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.bailiwick.transaction.Transactions;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jooq.autoconfigure.DefaultConfigurationCustomizer;
import org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Integration tests for the {@link DSLContext} of a domain.
 */
class JooqIntegrationTests {

	private static final Field<Integer> ID = DSL.field(DSL.name("id"), Integer.class);

	private static final Table<?> WALLETS = DSL.table(DSL.name("wallets", "wallets"));

	private static final Table<?> OWN_EVENTS = DSL.table(DSL.name("events"));

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void eachDomainHasOneAndUnqualifiedInjectionStillMeansSpringBootsOwn() {
		run((context) -> {
			Client client = context.getBean(Client.class);
			assertThat(client.main).isSameAs(context.getBean("dslContext")).isNotSameAs(client.wallets);
			assertThat(client.wallets).isSameAs(context.getBean("walletsDslContext")).isNotSameAs(client.users);
			assertThat(client.main.fetchValue("select count(*) from wallets.wallets")).isEqualTo(0L);
			assertThat(client.wallets.dialect()).isEqualTo(SQLDialect.POSTGRES);
			assertThat(client.wallets.fetchCount(WALLETS)).isZero();
		});
	}

	@Test
	void namesWithoutASchemaMeanTheDomainsOwn() {
		run((context) -> {
			Client client = context.getBean(Client.class);
			client.wallets.insertInto(OWN_EVENTS, ID).values(7).execute();
			if (!client.wallets.selectFrom(OWN_EVENTS).getSQL().contains("\"wallets\".\"events\"")) {
				// jOOQ 3.19 goes by the search path, as JdbcClient does.
				assertThat(client.wallets.fetchCount(DSL.table(DSL.name("users", "events")))).isOne();
				return;
			}
			assertThat(client.wallets.fetchCount(DSL.table(DSL.name("wallets", "events")))).isOne();
			assertThat(client.users.fetchCount(OWN_EVENTS)).isZero();
			assertThat(client.main.fetchCount(OWN_EVENTS)).as("by the search path").isZero();
			Table<?> alias = OWN_EVENTS.as("alias");
			assertThat(client.wallets.select(DSL.field(DSL.name("alias", "id")))
				.from(alias)
				.where(DSL.field(DSL.name("alias", "id"), Integer.class).eq(7))
				.fetch()).hasSize(1);
			assertThat(client.wallets.with("recent")
				.as(DSL.select(ID).from(OWN_EVENTS))
				.select(DSL.field(DSL.name("recent", "id")))
				.from(DSL.table(DSL.name("recent")))
				.fetch()).hasSize(1);
		});
	}

	@Test
	void aliasesAndCommonTableExpressionsWork() {
		run((context) -> {
			DSLContext dsl = context.getBean(Client.class).wallets;
			dsl.insertInto(WALLETS, ID).values(1).execute();
			assertThat(dsl.with("all_of_them")
				.as(DSL.select(ID).from(WALLETS.as("w")).where(DSL.field(DSL.name("w", "id"), Integer.class).eq(1)))
				.select(DSL.field(DSL.name("all_of_them", "id"), Integer.class))
				.from(DSL.table(DSL.name("all_of_them")))
				.fetch(0)).hasToString("[1]");
		});
	}

	@Test
	void theNameOfADomainMeansItsSchema() {
		runner().withPropertyValues("bailiwick.domains.wallets.schema=purses").run((context) -> {
			Client client = context.getBean(Client.class);
			client.wallets.insertInto(WALLETS, ID).values(1).execute();
			assertThat(client.users.fetchCount(WALLETS)).isOne();
			assertThat(client.main.fetchCount(DSL.table(DSL.name("purses", "wallets")))).isOne();
		});
	}

	@Test
	void itTakesPartInTheTransactionsOfItsDomain() {
		run((context) -> {
			Client client = context.getBean(Client.class);
			assertThatIllegalStateException().isThrownBy(() -> client.transactions.run(() -> {
				client.wallets.insertInto(WALLETS, ID).values(1).execute();
				assertThat(client.jdbc.sql("SELECT count(*) FROM wallets.wallets").query(Integer.class).single())
					.isOne();
				throw new IllegalStateException("after the work");
			}));
			assertThat(client.wallets.fetchCount(WALLETS)).isZero();
			client.transactions.readOnly()
				.run(() -> assertThat(client.wallets.fetchValue("show transaction_read_only")).isEqualTo("on"));
		});
	}

	@Test
	void itsOwnTransactionsAreThoseOfTheDomain() {
		run((context) -> {
			Client client = context.getBean(Client.class);
			assertThatIllegalStateException().isThrownBy(() -> client.wallets.transaction((transaction) -> {
				assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
				transaction.dsl().insertInto(WALLETS, ID).values(1).execute();
				client.jdbc.sql("INSERT INTO wallets.wallets VALUES (2)").update();
				throw new IllegalStateException("after the work");
			}));
			assertThat(client.wallets.fetchCount(WALLETS)).isZero();
			client.transactions.run(() -> {
				client.wallets.insertInto(WALLETS, ID).values(1).execute();
				assertThatExceptionOfType(UniqueViolationException.class)
					.isThrownBy(() -> client.wallets.transaction((nested) -> {
						nested.dsl().insertInto(WALLETS, ID).values(2).execute();
						nested.dsl().insertInto(WALLETS, ID).values(1).execute();
					}));
			});
			assertThat(client.wallets.select(ID).from(WALLETS).fetch(ID)).containsExactly(1);
		});
	}

	@Test
	void aTransactionOfWhichAStatementFailedIsNotReportedAsCommitted() {
		run((context) -> {
			DSLContext dsl = context.getBean(Client.class).wallets;
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> dsl.transaction((transaction) -> {
				transaction.dsl().insertInto(WALLETS, ID).values(1).execute();
				assertThatExceptionOfType(UniqueViolationException.class)
					.isThrownBy(() -> transaction.dsl().insertInto(WALLETS, ID).values(1).execute());
			})).withMessageContaining("rolled back instead of committed");
			assertThat(dsl.fetchCount(WALLETS)).isZero();
		});
	}

	@Test
	void errorsAreThoseOfTheJdbcClient() {
		run((context) -> {
			Client client = context.getBean(Client.class);
			client.wallets.insertInto(WALLETS, ID).values(4711).execute();
			UniqueViolationException expected = catchThrowableOfType(UniqueViolationException.class,
					() -> client.jdbc.sql("insert into \"wallets\".\"wallets\" (\"id\") values (?)")
						.param(4711)
						.update());
			UniqueViolationException thrown = catchThrowableOfType(UniqueViolationException.class,
					() -> client.wallets.insertInto(WALLETS, ID).values(4711).execute());
			assertThat(thrown).hasMessage(expected.getMessage()).hasMessageContaining("Domain 'wallets'");
			assertThat(thrown.getConstraint()).isEqualTo("wallets_pkey");
			assertThat(thrown).hasStackTraceContaining("23505");
			for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
				assertThat(cause.getMessage()).doesNotContain("4711");
			}
			assertThatExceptionOfType(UniqueViolationException.class).isThrownBy(
					() -> client.wallets
						.batch(client.wallets.insertInto(WALLETS, ID).values(1),
								client.wallets.insertInto(WALLETS, ID).values(1))
						.execute());
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> client.wallets.fetch("select * from nowhere"));
		});
	}

	@Test
	void theApplicationsTranslatorIsUsedHereToo() {
		runner().withUserConfiguration(OwnTranslator.class)
			.run((context) -> assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> context.getBean(Client.class).wallets.fetch("select * from nowhere"))
				.withMessage("own words"));
	}

	@Test
	void whatTheApplicationHasForJooqHoldsForTheDomains() {
		runner().withUserConfiguration(OwnJooq.class).run((context) -> {
			Client client = context.getBean(Client.class);
			assertThat(client.wallets.configuration().data("customized")).isEqualTo(true);
			assertThat(client.wallets.settings().isRenderFormatted()).isTrue();
			client.wallets.fetchCount(WALLETS);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> client.wallets.fetch("select * from nowhere"));
			assertThat(context.getBean(OwnJooq.class).seen).as("told of errors as they are translated")
				.contains("org.springframework.jdbc.BadSqlGrammarException");
			assertThat(context.getBean(Settings.class).getRenderMapping()).as("the application's settings").isNull();
		});
	}

	@Test
	void anApplicationMayBringItsOwnForADomain() {
		runner().withUserConfiguration(OwnContext.class).run((context) -> {
			assertThat(context).doesNotHaveBean("walletsDslContext");
			assertThat(context.getBean(Client.class).wallets).isSameAs(context.getBean("own"));
		});
	}

	private void run(Consumer<ApplicationContext> test) {
		runner().run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private ApplicationContextRunner runner() {
		new MigrationFolder(this.classes)
			.file("db/migration/users/V2__create_events.sql", "CREATE TABLE users.events (id int PRIMARY KEY);")
			.file("db/migration/wallets/V2__create_events.sql",
					"CREATE TABLE ${flyway:defaultSchema}.events (id int PRIMARY KEY);");
		ApplicationContextRunner runner = DomainApplication.runner(this.classes, JooqAutoConfiguration.class);
		new MigrationFolder(this.classes).file("db/migration/wallets/V1__create_wallets.sql",
				"CREATE TABLE ${flyway:defaultSchema}.wallets (id int PRIMARY KEY);");
		return runner.withUserConfiguration(Client.class).withPropertyValues(this.database.properties());
	}

	static class Client {

		@Autowired
		DSLContext main;

		@Autowired
		@OfDomain("wallets")
		DSLContext wallets;

		@Autowired
		@OfDomain("users")
		DSLContext users;

		@Autowired
		@OfDomain("wallets")
		JdbcClient jdbc;

		@Autowired
		@OfDomain("wallets")
		Transactions transactions;

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTranslator {

		@Bean
		SQLExceptionTranslator ownTranslator() {
			return (task, sql, ex) -> new DuplicateKeyException("own words", ex);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnJooq {

		final List<String> seen = new ArrayList<>();

		@Bean
		Settings ownSettings() {
			return new Settings().withRenderFormatted(true);
		}

		@Bean
		ExecuteListenerProvider ownListener() {
			return new DefaultExecuteListenerProvider(new ExecuteListener() {

				@Override
				public void exception(ExecuteContext context) {
					OwnJooq.this.seen.add(String.valueOf(context.exception()).replaceFirst(":.*(?s).*", ""));
				}

			});
		}

		@Bean
		DefaultConfigurationCustomizer ownCustomizer() {
			return (configuration) -> configuration.data("customized", true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnContext {

		@Bean(defaultCandidate = false)
		@OfDomain("wallets")
		DSLContext own() {
			return DSL.using(SQLDialect.POSTGRES);
		}

	}

}
