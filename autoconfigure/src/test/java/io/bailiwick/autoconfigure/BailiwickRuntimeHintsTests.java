package io.bailiwick.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BailiwickRuntimeHints}.
 */
class BailiwickRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@ParameterizedTest
	@ValueSource(strings = { "db/migration/users/V1__create_users.sql", "db/migration/users/nested/V1__create.sql",
			"db/migration-dev/users/V2__add.sql", "db/seed/users/R__seed.sql" })
	void keepsTheFilesOfTheDomains(String file) {
		new BailiwickRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "db/other/V1__create.sql", "application.yml" })
	void keepsNothingElse(String file) {
		new BailiwickRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).rejects(this.hints);
	}

}
