package io.bailiwick.migration;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParallelLevels}.
 */
@Timeout(30)
class ParallelLevelsTests {

	@Test
	void withConnectionsForOneTheTasksRunInTurnOnTheCallersThread() {
		Thread caller = Thread.currentThread();
		AtomicReference<Thread> thread = new AtomicReference<>();
		Runnable task = () -> thread.set(Thread.currentThread());
		assertThat(new ParallelLevels(1).run(List.of(task, task))).isEmpty();
		assertThat(thread.get()).isSameAs(caller);
	}

	@Test
	void afterAFailureNoOtherTaskBegins() {
		AtomicBoolean begun = new AtomicBoolean();
		IllegalArgumentException failure = new IllegalArgumentException();
		assertThat(new ParallelLevels(1).run(List.of(() -> {
			throw failure;
		}, () -> begun.set(true)))).containsExactly(failure);
		assertThat(begun).isFalse();
	}

	@Test
	void whatFailsAtTheSameTimeIsReportedTogether() {
		CountDownLatch both = new CountDownLatch(2);
		IllegalArgumentException one = new IllegalArgumentException();
		IllegalStateException other = new IllegalStateException();
		assertThat(new ParallelLevels(4).run(List.of(() -> {
			meet(both);
			throw one;
		}, () -> {
			meet(both);
			throw other;
		}))).containsExactly(one, other);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void anErrorIsAFailureToo(int connections) {
		NoClassDefFoundError error = new NoClassDefFoundError("x");
		assertThat(new ParallelLevels(connections).run(List.of(() -> {
			throw error;
		}, () -> {
		}))).singleElement().satisfies((failure) -> assertThat(failure).hasCause(error));
	}

	@Test
	void anInterruptedCallerWaitsForWhatHasBegun() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		Runnable task = () -> {
			begun.countDown();
			await(release);
		};
		Thread caller = new Thread(() -> {
			new ParallelLevels(4).run(List.of(task, task));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		await(begun);
		caller.interrupt();
		caller.join(100);
		assertThat(caller.isAlive()).isTrue();
		release.countDown();
		caller.join();
		assertThat(interrupted).isTrue();
	}

	private static void meet(CountDownLatch latch) {
		latch.countDown();
		await(latch);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
