package io.bailiwick.transaction;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import org.springframework.util.backoff.BackOffExecution;

import static org.assertj.core.api.Assertions.assertThat;

class FullJitterTests {

	@Test
	void limitsDoubleUpToTheLast() {
		FullJitter jitter = new FullJitter(100, 10, 1000);
		assertThat(LongStream.range(0, 9).map((count) -> jitter.limit((int) count))).containsExactly(10L, 20L, 40L, 80L,
				160L, 320L, 640L, 1000L, 1000L);
		assertThat(jitter.limit(Integer.MAX_VALUE)).isEqualTo(1000);
	}

	@Test
	void waitsAreSpreadOverTheWholeRange() {
		FullJitter jitter = new FullJitter(1, 100, 100);
		long[] waits = LongStream.generate(() -> jitter.start().nextBackOff()).limit(2000).toArray();
		assertThat(LongStream.of(waits)).allMatch((wait) -> wait >= 0 && wait <= 100);
		assertThat(LongStream.of(waits).filter((wait) -> wait < 20).count()).isBetween(250L, 550L);
		assertThat(LongStream.of(waits).filter((wait) -> wait > 80).count()).isBetween(250L, 550L);
	}

	@Test
	void retriesEnd() {
		BackOffExecution execution = new FullJitter(2, 1, 1).start();
		assertThat(execution.nextBackOff()).isNotNegative();
		assertThat(execution.nextBackOff()).isNotNegative();
		assertThat(execution.nextBackOff()).isEqualTo(BackOffExecution.STOP);
	}

}
