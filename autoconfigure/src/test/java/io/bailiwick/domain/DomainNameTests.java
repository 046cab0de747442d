package io.bailiwick.domain;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the names that a {@link Domain} and its schema may have.
 */
class DomainNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "users", "order_lines", "area51", "user", "pg", "pgdata", "select" })
	void aPlainIdentifierIsAName(String name) {
		assertThat(Domain.of(name).schema()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "Users", "user-accounts", "2fa", "_users", "user accounts", "kunden_übersicht",
			"użytkownicy", "a.b", "a\"b", "users\n", "information_schema", "pg_users", "public" })
	void whatIsNoPlainIdentifierOrBelongsToPostgresIsRefused(String name) {
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(() -> Domain.of(name))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).startsWith("The domain name '" + name + "' ");
				assertThat(ex.analysis().getAction()).contains("lower case letters, digits and underscores");
			});
	}

	@ParameterizedTest
	@CsvSource({ "Users, users", "user-accounts, user_accounts", "2fa, fa", "_users, users",
			"User.Accounts, user_accounts" })
	void aNameThatIsNearlyRightComesWithTheRightOne(String name, String suggestion) {
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(() -> Domain.of(name))
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.contains("for instance to '%s'".formatted(suggestion)));
	}

	@Test
	void sixtyThreeCharactersAreANameAndSixtyFourAreNot() {
		assertThatNoException().isThrownBy(() -> Domain.of("a".repeat(63)));
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(() -> Domain.of("a".repeat(64)))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("has 64 characters")
				.contains("PostgreSQL cuts identifiers after 63"));
	}

	@Test
	void aSchemaThatIsNoPlainIdentifierNamesTheProperty() {
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> new Domain("users", "User-Data", "main", Set.of(), List.of()))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The schema 'User-Data' of the domain 'users' is not a plain PostgreSQL identifier.");
				assertThat(ex.analysis().getAction())
					.startsWith("Change 'bailiwick.domains.users.schema', for instance to 'user_data'.");
			});
	}

}
