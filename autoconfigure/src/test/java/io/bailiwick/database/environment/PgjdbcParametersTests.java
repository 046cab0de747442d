package io.bailiwick.database.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the copied names are the driver's.
 */
class PgjdbcParametersTests {

	@Test
	void namesAreThoseOfTheDriver() {
		Set<String> names = Arrays.stream(PGProperty.values()).map(PGProperty::getName).collect(Collectors.toSet());
		List.of("PGHOST", "PGPORT", "PGDBNAME", "user", "password").forEach(names::remove);
		assertThat(PgjdbcParameters.names()).isEqualTo(names);
	}

}
