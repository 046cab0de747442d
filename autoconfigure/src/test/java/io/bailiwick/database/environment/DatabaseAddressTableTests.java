package io.bailiwick.database.environment;

import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every way to write an address comes to the right data source.
 */
class DatabaseAddressTableTests {

	@ParameterizedTest
	@MethodSource("io.bailiwick.database.environment.AddressTable#rows")
	void everyAddressBecomesTheDataSourceItDescribes(AddressTable.Row row) {
		Binder binder = bind(row);
		DataSourceProperties properties = binder.bind("spring.datasource", DataSourceProperties.class).get();
		assertThat(properties.getUrl()).isEqualTo(row.url());
		assertThat(properties.getUsername()).isEqualTo(row.username());
		assertThat(properties.getPassword()).isEqualTo(row.password());
		assertThat(binder.bind("spring.datasource.hikari.maximum-pool-size", String.class).orElse(null))
			.isEqualTo(row.poolSize());
	}

	@ParameterizedTest
	@MethodSource("io.bailiwick.database.environment.AddressTable#rows")
	void theDriverReadsEveryAddress(AddressTable.Row row) {
		String url = bind(row).bind("spring.datasource.url", String.class).get();
		Properties parsed = Driver.parseURL(url, null);
		assertThat(parsed).isNotNull();
		assertThat(parsed.getProperty("PGDBNAME")).isIn("db", "my db/1", "my db/1?x", "a+b", "db?x&y");
		assertThat(parsed.getProperty("PGHOST")).isNotNull();
		assertThat(parsed.stringPropertyNames()).doesNotContain("user", "password");
	}

	@Test
	void theTableIsLongEnough() {
		assertThat(AddressTable.rows()).hasSizeGreaterThan(60);
	}

	private static Binder bind(AddressTable.Row row) {
		StandardEnvironment environment = TestVariables.set(new StandardEnvironment(),
				TestVariables.parse(row.variables()));
		new DatabaseUrlEnvironmentPostProcessor((destination) -> destination.get()).postProcessEnvironment(environment,
				null);
		return Binder.get(environment);
	}

}
