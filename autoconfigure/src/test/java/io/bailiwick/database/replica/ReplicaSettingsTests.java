package io.bailiwick.database.replica;

import java.time.Duration;

import io.bailiwick.database.DatabaseConfigurationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReplicaSettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void aLagThatCanNotBeMeasuredIsRefused() {
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> new ReplicaSettings(Duration.ofMillis(1999), SECOND, SECOND))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("at most 1999 ms behind").contains("every 1000 ms");
				assertThat(ex.analysis().getAction()).contains("'max-lag'")
					.contains("2000 ms")
					.contains("'check-interval'");
			});
	}

	@Test
	void aLagOfTwoIntervalsIsAccepted() {
		assertThat(new ReplicaSettings(Duration.ofSeconds(2), SECOND, SECOND).maximumLag()).hasSeconds(2);
	}

	@Test
	void intervalsAndTimeoutsThatCanNotBeMeantAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSettings(SECOND, Duration.ZERO, SECOND));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReplicaSettings(SECOND, Duration.ofMillis(100), Duration.ofMillis(249)));
	}

}
