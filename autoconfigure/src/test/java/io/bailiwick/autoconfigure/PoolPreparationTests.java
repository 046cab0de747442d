package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolPreparation}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PoolPreparationTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	private final PoolPreparation preparation = new PoolPreparation(this.environment,
			new PoolSecurity(this.environment, this.beanFactory, this.beanFactory.getBeanProvider(SslBundles.class)));

	@Test
	void aPoolThatCouldNotStartMayBeMadeAgain() {
		prepare("wallets");
		assertThat(prepare("wallets").getPoolName()).isEqualTo("wallets");
	}

	@Test
	void twoPoolsOfOneNameAreRefused() {
		prepare("wallets");
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(() -> prepare("users", "wallets"))
			.withMessageContaining("Two pools have the name 'wallets': that of 'wallets' and that of 'users'");
	}

	@Test
	void thatAServerCouldNotBeLookedAtIsTold(CapturedOutput output) throws IOException {
		HikariDataSource pool = new HikariDataSource();
		try (ServerSocket closedSoon = new ServerSocket(0)) {
			pool.setJdbcUrl("jdbc:postgresql://localhost:%d/app".formatted(closedSoon.getLocalPort()));
		}
		this.preparation.prepare(pool,
				new PoolPurpose("main", "main", List.of(), "bank", null, PoolPurpose.Secrets.NONE));
		assertThat(output).contains("The server of the database 'main' can not be looked at before its pool starts")
			.contains("no timeouts but those that are configured");
	}

	private HikariDataSource prepare(String purpose) {
		return prepare(purpose, null);
	}

	private HikariDataSource prepare(String purpose, String name) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:app");
		pool.setPoolName(name);
		this.preparation.prepareFurther(pool,
				new PoolPurpose("main", purpose, List.of(purpose), "bank", null, PoolPurpose.Secrets.NONE));
		return pool;
	}

}
