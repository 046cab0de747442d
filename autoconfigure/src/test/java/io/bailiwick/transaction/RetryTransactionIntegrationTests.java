package io.bailiwick.transaction;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.test.TestPostgres;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.MatchAlwaysTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Retries of transactional methods, and where they are refused.
 */
class RetryTransactionIntegrationTests {

	private static TestUnits units;

	@BeforeAll
	static void connect() {
		TestPostgres.Database database = TestPostgres.newDatabase();
		database.execute("CREATE TABLE note (id int)");
		units = TestUnits.of(database);
	}

	@AfterAll
	static void disconnect() {
		units.close();
	}

	@Test
	void aMethodIsExecutedAgainInATransactionOfItsOwn() {
		try (AnnotationConfigApplicationContext context = context(Service.class)) {
			Service service = context.getBean(Service.class);
			int before = units.count("note");
			service.work(2);
			assertThat(service.executions()).hasValue(3);
			assertThat(units.count("note")).as("only the last was committed").isEqualTo(before + 1);
		}
	}

	@Test
	void retriesEnd() {
		try (AnnotationConfigApplicationContext context = context(Service.class)) {
			Service service = context.getBean(Service.class);
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> service.work(100));
			assertThat(service.executions()).hasValue(4);
		}
	}

	@Test
	void withinAnotherTransactionNothingIsRetried() {
		try (AnnotationConfigApplicationContext context = context(Service.class)) {
			Service service = context.getBean(Service.class);
			assertThatExceptionOfType(CannotAcquireLockException.class)
				.isThrownBy(() -> units.transactions().run(() -> service.work(1)));
			assertThat(service.executions()).hasValue(1);
			units.transactions().retry(1).run(() -> service.work(2));
			assertThat(service.executions()).hasValue(3);
		}
	}

	@Test
	void whatWasCommittedIsNotRetried() {
		try (AnnotationConfigApplicationContext context = context(Service.class)) {
			Service service = context.getBean(Service.class);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(service::misleading);
			assertThat(service.executions()).hasValue(1);
		}
	}

	@Test
	void onATypeItIsForTransactionalMethods() {
		try (AnnotationConfigApplicationContext context = context(RetriedType.class)) {
			RetriedType service = context.getBean(RetriedType.class);
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(service::plain);
			assertThat(service.executions()).hasValue(1);
			service.transactional();
			assertThat(service.executions()).hasValue(3);
		}
	}

	static List<Class<?>> misuses() {
		return List.of(NotTransactional.class, NeverOutermost.class, Final.class, NoNumber.class, NothingOnType.class);
	}

	@ParameterizedTest
	@MethodSource("misuses")
	void aMisuseEndsTheStart(Class<?> misuse) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(misuse).close())
			.havingRootCause()
			.isInstanceOf(RetryTransactionException.class)
			.withMessageContaining(misuse.getName());
	}

	@Test
	void aTransactionAroundTheRetriesEndsTheStart() {
		assertThatExceptionOfType(RetryTransactionException.class)
			.isThrownBy(() -> context(Service.class, AnotherProxy.class).close())
			.withMessageContaining("not outside of its transactions")
			.isInstanceOf(FailureAnalyzedException.class);
		assertThatExceptionOfType(RetryTransactionException.class)
			.isThrownBy(() -> new AnnotationConfigApplicationContext(RetriesOnly.class, Service.class).close())
			.withMessageContaining("does not start transactions");
	}

	private static AnnotationConfigApplicationContext context(Class<?>... types) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Config.class);
		context.register(types);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	static class RetriesOnly {

		@Bean
		static RetryTransactionPostProcessor retryTransactionPostProcessor() {
			return new RetryTransactionPostProcessor();
		}

		@Bean
		PlatformTransactionManager transactionManager() {
			return units.manager();
		}

	}

	@EnableTransactionManagement
	@Configuration(proxyBeanMethods = false)
	static class Config extends RetriesOnly {

	}

	/**
	 * A second proxy, around the one with the retries.
	 */
	static class AnotherProxy implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Service)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) new TransactionInterceptor((TransactionManager) units.manager(),
					new MatchAlwaysTransactionAttributeSource()));
			return factory.getProxy();
		}

	}

	static class Service {

		private final AtomicInteger executions = new AtomicInteger();

		// A proxy has fields of its own.
		AtomicInteger executions() {
			return this.executions;
		}

		@Transactional
		@RetryTransaction
		void work(int failures) {
			units.jdbc().update("INSERT INTO note VALUES (1)");
			if (this.executions.incrementAndGet() <= failures) {
				fail();
			}
		}

		@Transactional
		@RetryTransaction
		void misleading() {
			this.executions.incrementAndGet();
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					throw new IllegalStateException(new SQLException("misleading", "40001"));
				}

			});
		}

		static void fail() {
			units.jdbc().execute("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$");
		}

	}

	@RetryTransaction
	static class RetriedType {

		private final AtomicInteger executions = new AtomicInteger();

		// A proxy has fields of its own.
		AtomicInteger executions() {
			return this.executions;
		}

		void plain() {
			this.executions.incrementAndGet();
			Service.fail();
		}

		@Transactional
		void transactional() {
			if (this.executions.incrementAndGet() == 2) {
				Service.fail();
			}
		}

	}

	static class NotTransactional {

		@RetryTransaction
		void work() {
		}

	}

	static class NeverOutermost {

		@Transactional(propagation = Propagation.MANDATORY)
		@RetryTransaction
		void work() {
		}

	}

	static class Final {

		@Transactional
		@RetryTransaction
		final void work() {
		}

	}

	static class NoNumber {

		@Transactional
		@RetryTransaction(retries = -1)
		void work() {
		}

	}

	@RetryTransaction
	static class NothingOnType {

		void work() {
		}

	}

}
