package io.bailiwick.autoconfigure;

import io.bailiwick.domain.Domains;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for domains in a {@link JdbcTest}.
 */
@JdbcTest(properties = "bailiwick.domains.sliced.locations=classpath:slice")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
class JdbcSliceIntegrationTests {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		Database database = TestPostgres.newDatabase();
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::username);
		registry.add("spring.datasource.password", database::password);
	}

	@Autowired
	@OfDomain("sliced")
	private JdbcClient jdbc;

	@Autowired
	private Domains domains;

	@Test
	void aSliceHasTheDomainsAndTheirTransactions() {
		assertThat(this.domains.names()).contains("sliced");
		assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
		assertThat(this.jdbc.sql("INSERT INTO slices VALUES (1)").update()).isEqualTo(1);
	}

	@Test
	void whatAnotherTestWroteHasBeenRolledBack() {
		assertThat(this.jdbc.sql("SELECT count(*) FROM sliced.slices").query(Integer.class).single()).isZero();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}
