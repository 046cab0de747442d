package io.bailiwick.transaction.idempotency;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IdempotencyKey}.
 */
class IdempotencyKeyTests {

	@ParameterizedTest
	@ValueSource(strings = { "k", "8e03978e-40d5-43e8-bc93-6894a57f9324", "\"quoted\"", "invoice 17", "größe", "😀" })
	void whatIsVisibleIsAKey(String key) {
		assertThat(new IdempotencyKey(key).value()).isEqualTo(key);
	}

	@Test
	void aKeyHasUpTo255Characters() {
		assertThat(new IdempotencyKey("k".repeat(255)).value()).hasSize(255);
		assertRefused("k".repeat(256));
	}

	@ParameterizedTest
	@MethodSource
	void nothingElseIs(String key) {
		assertRefused(key);
	}

	static Stream<String> nothingElseIs() {
		return Stream.of("", " ", "\u2003", "k".repeat(10_240), "a\nb", "a\0b", "\u007f", "\u0085", "\uD83D", "\uDE00a",
				"a\r\nX-Other: 1");
	}

	private static void assertRefused(String key) {
		assertThatExceptionOfType(InvalidIdempotencyKeyException.class).isThrownBy(() -> new IdempotencyKey(key))
			.withMessageStartingWith("must not ")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(100));
	}

}
