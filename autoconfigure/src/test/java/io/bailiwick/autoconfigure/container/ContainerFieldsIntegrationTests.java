package io.bailiwick.autoconfigure.container;

import io.bailiwick.database.Databases;
import io.bailiwick.database.container.ServesDatabase;
import io.bailiwick.domain.OfDomain;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for containers in the fields of a test, in an application's slice.
 */
@JdbcTest(properties = { "bailiwick.domains.sliced.locations=classpath:slice",
		"bailiwick.domains.sliced.database=slices" })
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
class ContainerFieldsIntegrationTests {

	@ServiceConnection
	static TestContainer main = new TestContainer();

	@ServesDatabase("slices")
	static TestContainer slices = new TestContainer();

	@Autowired
	@OfDomain("sliced")
	private JdbcClient jdbc;

	@Autowired
	private Databases databases;

	@Test
	void theFieldServesTheDatabaseThatItNames() {
		assertThat(this.jdbc.sql("SELECT current_database()").query(String.class).single())
			.isEqualTo(slices.database().name());
		assertThat(this.databases.get("slices").location().describe())
			.contains("configured by the field " + ContainerFieldsIntegrationTests.class.getName() + ".slices");
		assertThat(slices.starts()).isEqualTo(1);
	}

	/**
	 * The fields of this class are found twice: as those of the test and as beans.
	 */
	@Nested
	@ImportTestcontainers(ContainerFieldsIntegrationTests.class)
	class Imported {

		@Test
		void aFieldThatIsFoundTwiceIsOneContainer(@Autowired @OfDomain("sliced") JdbcClient jdbc) {
			assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
				.isEqualTo(slices.database().name());
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}
