package io.bailiwick.actuate;

import java.io.EOFException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.actuate.DatabaseReads.UnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseReads}.
 */
@Timeout(60)
class DatabaseReadsTests {

	private final DatabaseReads reads = new DatabaseReads(Duration.ofMillis(50));

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void givesWhatWasRead() throws Exception {
		DatabaseReads patient = new DatabaseReads(Duration.ofSeconds(30));
		assertThat(patient.await("main", patient.begin("main", () -> "read"))).isEqualTo("read");
		assertThat(patient.await("main", patient.begin("main", () -> "again"))).isEqualTo("again");
	}

	@Test
	void aReadThatHangsIsWaitedForNoLongerThanTheDeadlineAndIsNotBegunTwice() throws Exception {
		AtomicInteger begun = new AtomicInteger();
		for (int i = 0; i < 5; i++) {
			FutureTask<String> read = this.reads.begin("main", () -> hang(begun));
			assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> this.reads.await("main", read))
				.withMessage("The database 'main' has not answered within 50 ms.");
		}
		this.release.countDown();
		assertThat(this.reads.begin("main", () -> hang(begun)).get(30, TimeUnit.SECONDS)).isEqualTo("late");
		assertThat(begun.get()).isBetween(1, 2);
	}

	@Test
	void aDatabaseThatHangsDoesNotHoldUpAnother() throws Exception {
		this.reads.begin("silent", () -> hang(new AtomicInteger()));
		assertThat(this.reads.begin("main", () -> "read").get(30, TimeUnit.SECONDS)).isEqualTo("read");
		this.release.countDown();
	}

	@Test
	void aFailureIsToldByTheFirstLineOfItsCause() {
		DatabaseReads patient = new DatabaseReads(Duration.ofSeconds(30));
		assertThatExceptionOfType(UnreadableException.class)
			.isThrownBy(() -> patient.await("main", patient.begin("main", () -> {
				throw new IllegalStateException("outer", new SQLException("FATAL: no such database\nDetail: more"));
			})))
			.withMessage("FATAL: no such database");
	}

	@Test
	void aFailureWithoutAMessageIsToldByItsType() {
		DatabaseReads patient = new DatabaseReads(Duration.ofSeconds(30));
		assertThatExceptionOfType(UnreadableException.class)
			.isThrownBy(() -> patient.await("main", patient.begin("main", () -> {
				throw new EOFException();
			})))
			.withMessage("EOFException");
	}

	private String hang(AtomicInteger begun) throws InterruptedException {
		begun.incrementAndGet();
		this.release.await();
		return "late";
	}

}
