package io.bailiwick.autoconfigure;

import io.bailiwick.database.DatabaseConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DatabaseSettingNames}.
 */
class DatabaseSettingNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "pool", "pool.maximum-pool-size", "POOL.MAXIMUMPOOLSIZE", "replica.pool.idle-timeout",
			"REPLICA.POOL.IDLE.TIMEOUT", "pooling", "timeouts.idle-in-transaction", "TIMEOUTS.IDLE.IN.TRANSACTION" })
	void aSettingMayBeSpelledAsAPropertyOrAVariable(String setting) {
		assertThatNoException().isThrownBy(() -> DatabaseSettingNames.NAMED.check("property", setting));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pooling-mode", "pools.maximum-pool-size", "poolling", "replica.pooling",
			"replica.pools.maximum-pool-size" })
	void whatOnlyBeginsLikeTheSettingsOfAPoolIsRefused(String setting) {
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> DatabaseSettingNames.NAMED.check("property", setting))
			.withMessageContaining("is no setting of a database");
	}

}
