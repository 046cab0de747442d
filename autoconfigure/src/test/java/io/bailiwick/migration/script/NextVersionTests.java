package io.bailiwick.migration.script;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NextVersion} on the evening of New Year's Eve, in UTC.
 */
class NextVersionTests {

	private static final Instant NOW = Instant.parse("2026-12-31T23:59:58Z");

	@ParameterizedTest
	@CsvSource({ "1, 2", "9, 10", "001, 002", "099, 100", "999, 1000", "000009, 000010", "1.2, 1.3", "1.2.9, 1.2.10",
			"1_02, 1_03", "2.0.099, 2.0.100", "20230101, 20261231", "202301010000, 202612312359",
			"20230101000000, 20261231235958", "1700000000, 1798761598", "1700000000000, 1798761598000",
			"2023010105, 2026123101", "2023-01-02, 2026-12-31-235958", "2023-01-02-000001, 2026-12-31-235958",
			"2023.01.02.1530, 2026.12.31.2359", "2023_01_02_153000, 2026_12_31_235958", "2023.1, 2023.2",
			"10000101, 10000102", "20231399, 20231400" })
	void theNextVersionIsCountedAsTheOthersAre(String highest, String next) {
		assertThat(after(highest)).isEqualTo(next);
	}

	@ParameterizedTest
	@CsvSource({ "20261231, 20261232", "20270101000000, 20270101000001", "2026123107, 2026123108",
			"2027-01-01-000009, 2027-01-01-000010", "1800000000, 1800000001" })
	void aVersionThatIsAheadOfTheClockIsCountedOn(String highest, String next) {
		assertThat(after(highest)).isEqualTo(next);
		assertThat(NextVersion.value(next)).isGreaterThan(NextVersion.value(highest));
	}

	@ParameterizedTest
	@CsvSource({ "10 20 30, 40", "0100 0200, 0300", "1000 2000, 3000", "10 20 25, 26", "10, 11", "2 10 9, 11",
			"1 2 20230101000000, 20261231235958", "1.9 1.10, 1.11" })
	void theHighestVersionAndTheStepsCount(String versions, String next) {
		assertThat(after(versions.split(" "))).isEqualTo(next);
	}

	private static String after(String... versions) {
		return new NextVersion(NOW).after(List.of(versions));
	}

}
