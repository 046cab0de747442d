package io.bailiwick.migration.history;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.parser.PlaceholderReplacingReader;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileCopyUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what we compute without Flyway with what Flyway computes, on random texts.
 */
class FlywayAgreementTests {

	private static final int COUNT = 20_000;

	private static final long SEED = 4;

	private final Random random = new Random(SEED);

	@Test
	void checksumsAreThoseOfFlyway() {
		List<String> pieces = List.of("a", "ä", "€", "😀", " ", "\t", "\n", "\r", "\r\n", "\n\n", "\uFEFF", "\u0085",
				"\u2028", "\f", "\u000B", "\u0000", "SELECT 1;", "x".repeat(5000));
		for (int i = 0; i < COUNT; i++) {
			String text = text(pieces, 8);
			assertThat(FlywayChecksum.of(text)).as("seed %d, text %d: %s", SEED, i, text)
				.isEqualTo(ChecksumCalculator.calculate(new StringResource(text)));
		}
	}

	@Test
	void placeholdersAreReplacedAsByFlywayOrNotAtAll() {
		Map<String, String> values = Map.of("name", "value", "Empty", "", "dollar", "$", "nested", "${name}", "a b",
				"c");
		List<String> pieces = List.of("$", "{", "}", "${", "${name}", "${Empty}", "${dollar}", "${nested}", "${a b}",
				"$$", "name", "\n", "${NAME}", "${unknown}", "${flyway:table}", "${flyway:user}", "${nameX");
		Placeholders placeholders = Placeholders.of(values, new TableName("users", "history"));
		int replaced = 0;
		for (int i = 0; i < COUNT; i++) {
			String text = text(pieces, 6);
			String result = placeholders.replace(text);
			if (result != null) {
				replaced++;
				assertThat(result).as("seed %d, text %d: %s", SEED, i, text).isEqualTo(replacedByFlyway(text, values));
			}
		}
		assertThat(replaced).isGreaterThan(COUNT / 4);
	}

	@Test
	void placeholdersThatDifferInCaseOnlyAreLeftToFlyway() {
		TableName table = new TableName("users", "history");
		assertThat(Placeholders.of(Map.of("name", "1", "NAME", "2"), table).replace("${name}")).isNull();
		assertThat(Placeholders.of(Map.of("Flyway:table", "1"), table).replace("${flyway:table}")).isNull();
		assertThat(Placeholders.of(Map.of("name", "1", "NAME", "2"), table).replace("$ {name}")).isEqualTo("$ {name}");
	}

	@Test
	void versionsAreInTheOrderOfFlyway() {
		List<String> pieces = List.of("0", "1", "2", "9", "10", "00", ".", "_", ".0", "99999999999999999999");
		int compared = 0;
		for (int i = 0; i < COUNT; i++) {
			String one = text(pieces, 4);
			String other = text(pieces, 4);
			Version ours = Version.of(one);
			Version ourOther = Version.of(other);
			if (ours != null && ourOther != null) {
				compared++;
				MigrationVersion flyways = MigrationVersion.fromVersion(one);
				MigrationVersion flywaysOther = MigrationVersion.fromVersion(other);
				String what = "seed %d: %s and %s".formatted(SEED, one, other);
				assertThat(Integer.signum(ours.compareTo(ourOther))).as(what)
					.isEqualTo(Integer.signum(flyways.compareTo(flywaysOther)));
				assertThat(ours.equals(ourOther)).as(what).isEqualTo(flyways.equals(flywaysOther));
				assertThat(ours.equals(ourOther)).as(what).isEqualTo(ours.hashCode() == ourOther.hashCode());
				assertThat(ours).hasToString(flyways.getVersion());
			}
		}
		assertThat(compared).isGreaterThan(COUNT / 10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "1.", ".1", "1..2", "latest", "current", "next", "-1", "+1", "1 ", "1a", "١" })
	void whatIsNoPlainVersionIsLeftToFlyway(String text) {
		assertThat(Version.of(text)).isNull();
	}

	private String text(List<String> pieces, int maximum) {
		return Stream.generate(() -> pieces.get(this.random.nextInt(pieces.size())))
			.limit(this.random.nextInt(maximum))
			.collect(Collectors.joining());
	}

	private static String replacedByFlyway(String text, Map<String, String> values) {
		Map<String, String> all = new HashMap<>(values);
		all.put("flyway:table", "history");
		all.put("flyway:defaultSchema", "users");
		all.put("flyway:user", "somebody");
		try {
			return FileCopyUtils
				.copyToString(new PlaceholderReplacingReader("${", "}", ":", all, new StringReader(text)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
