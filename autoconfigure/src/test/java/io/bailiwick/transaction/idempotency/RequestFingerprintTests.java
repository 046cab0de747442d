package io.bailiwick.transaction.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestFingerprint}.
 */
class RequestFingerprintTests {

	@Test
	void equalRequestsHaveEqualFingerprints() {
		assertThat(RequestFingerprint.of("transfer", "a", "b")).isEqualTo(RequestFingerprint.of("transfer", "a", "b"))
			.hasSameHashCodeAs(RequestFingerprint.of("transfer", "a", "b"));
		assertThat(RequestFingerprint.of(bytes("{}"))).isEqualTo(RequestFingerprint.of(bytes("{}")));
	}

	@Test
	void whatDiffersInAnyWayHasAnother() {
		assertThat(List.of(RequestFingerprint.of("ab", "c"), RequestFingerprint.of("a", "bc"),
				RequestFingerprint.of("abc"), RequestFingerprint.of("c", "ab"), RequestFingerprint.of("abc", ""),
				RequestFingerprint.of("abc", null), RequestFingerprint.of("\uD800"), RequestFingerprint.of("\uD801"),
				RequestFingerprint.of("?"), RequestFingerprint.of(bytes("{}")), RequestFingerprint.of(bytes("{ }")),
				RequestFingerprint.of(new byte[0])))
			.doesNotHaveDuplicates();
	}

	@Test
	void aRequestHasParts() {
		assertThatIllegalArgumentException().isThrownBy(RequestFingerprint::of);
	}

	@Test
	void aLargeRequestHasAShortFingerprint() {
		assertThat(RequestFingerprint.of("x".repeat(1_000_000)).bytes()).hasSize(32);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
