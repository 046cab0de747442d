package io.bailiwick.database.environment;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for variables with the name of a database or domain in front.
 */
class NamedDatabaseVariablesTests {

	@Test
	void prefixedUrlBelongsToTheNamedDatabase() {
		DatabaseAddress address = read("auth",
				"AUTH_DATABASE_URL=postgres://u:p@h/auth DATABASE_URL=postgres://main/db AUTH_DB_POOL_SIZE=4");
		assertThat(address.url().value()).isEqualTo("jdbc:postgresql://h:5432/auth");
		assertThat(address.url().origin()).hasToString("environment variable \"AUTH_DATABASE_URL\"");
		assertThat(address.username().value()).isEqualTo("u");
		assertThat(address.password().value()).isEqualTo("p");
		assertThat(address.maximumPoolSize().value()).isEqualTo(4);
		assertThat(address.maximumPoolSize().origin()).hasToString("environment variable \"AUTH_DB_POOL_SIZE\"");
	}

	@Test
	void prefixedPartsBelongToTheNamedDatabase() {
		DatabaseAddress address = read("user-data",
				"USER_DATA_DB_HOST=h USER_DATA_DB_NAME=users USER_DATA_DB_SCHEMA=u DB_PORT=1 DB_USER=main DB_SSL=true");
		assertThat(address.url().value()).isEqualTo("jdbc:postgresql://h:5432/users");
		assertThat(address.url().origin())
			.hasToString("environment variables \"USER_DATA_DB_HOST\", \"USER_DATA_DB_NAME\"");
		assertThat(address.username()).isNull();
		assertThat(address.schema().value()).isEqualTo("u");
	}

	@Test
	void variablesOfTheMainDatabaseAreNotInherited() {
		assertThat(read("auth", "DATABASE_URL=postgres://h/db DB_HOST=h DB_NAME=db")).isNull();
	}

	@Test
	void failureNamesThePrefixedVariables() {
		assertThatExceptionOfType(EnvironmentDatabaseException.class).isThrownBy(() -> read("auth", "AUTH_DB_HOST=h"))
			.withMessageContaining("AUTH_DB_HOST can not be used")
			.withMessageContaining("AUTH_DB_NAME is not set")
			.satisfies((failure) -> assertThat(failure.analysis().getAction()).contains("AUTH_DB_NAME"));
	}

	@Test
	void ignoredVariablesAreNamedWithTheirPrefix() {
		assertThat(read("auth", "AUTH_DATABASE_URL=postgres://h/db AUTH_DB_HOST=x").ignored())
			.containsExactly("AUTH_DB_HOST");
	}

	@Test
	void theNameJdbcIsTaken() {
		assertThatIllegalArgumentException().isThrownBy(() -> read("jdbc", "JDBC_DATABASE_URL=postgres://h/db"));
	}

	private static DatabaseAddress read(String name, String variables) {
		return new DatabaseAddressReader(DatabaseVariables.ofNamed(TestVariables.read(variables), name)).read();
	}

}
