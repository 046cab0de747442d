package io.bailiwick.database.replica;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagClockTests {

	private final LagClock clock = new LagClock();

	@Test
	void knowsNothingUntilTheReplicaHasReachedSomePosition() {
		this.clock.replicaReached(100);
		assertThat(this.clock.caughtUpAt()).isNull();
		this.clock.primaryWas(200, 1);
		this.clock.replicaReached(199);
		assertThat(this.clock.caughtUpAt()).isNull();
	}

	@Test
	void tellsTheNewestTimeWhosePositionTheReplicaHasReached() {
		this.clock.primaryWas(100, 1);
		this.clock.primaryWas(200, 2);
		this.clock.primaryWas(300, 3);
		this.clock.replicaReached(250);
		assertThat(this.clock.caughtUpAt()).isEqualTo(2);
		this.clock.replicaReached(300);
		assertThat(this.clock.caughtUpAt()).isEqualTo(3);
	}

	@Test
	void staysWhereItIsWhileTheReplicaStandsStill() {
		this.clock.primaryWas(100, 1);
		this.clock.replicaReached(100);
		this.clock.primaryWas(200, 2);
		this.clock.replicaReached(100);
		assertThat(this.clock.caughtUpAt()).isEqualTo(1);
	}

	@Test
	void anIdlePrimaryDoesNotMakeTheReplicaLate() {
		this.clock.primaryWas(100, 1);
		this.clock.replicaReached(100);
		this.clock.primaryWas(100, 1_000_000);
		this.clock.replicaReached(100);
		assertThat(this.clock.caughtUpAt()).isEqualTo(1_000_000);
	}

	@Test
	void followsANewPrimaryThatIsBehindTheOldOne() {
		this.clock.primaryWas(100, 1);
		this.clock.primaryWas(500, 2);
		this.clock.primaryWas(300, 3);
		this.clock.replicaReached(300);
		assertThat(this.clock.caughtUpAt()).isEqualTo(3);
	}

	@Test
	void forgetsTheOldestPositionsOfAReplicaThatStaysAwayForLong() {
		for (int i = 1; i <= 5000; i++) {
			this.clock.primaryWas(i, i);
		}
		this.clock.replicaReached(100);
		assertThat(this.clock.caughtUpAt()).isNull();
		this.clock.replicaReached(4990);
		assertThat(this.clock.caughtUpAt()).isEqualTo(4990);
	}

}
