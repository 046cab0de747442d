package io.bailiwick.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.bailiwick.database.replica.ReplicaCondition;
import io.bailiwick.database.replica.ReplicaState;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.database.replica.Replicas.Replica;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.util.Assert;

/**
 * {@link MeterBinder} that shows whether reads can go to the replicas, how far these are
 * behind, and where the reads really went; and the pools of the replicas as HikariCP
 * measures any other.
 */
public class ReplicaMetrics implements MeterBinder {

	private static final String NAME = "bailiwick.replica.";

	private final Replicas replicas;

	/**
	 * Create metrics.
	 * @param replicas the replicas of the application
	 */
	public ReplicaMetrics(Replicas replicas) {
		Assert.notNull(replicas, "'replicas' must not be null");
		this.replicas = replicas;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.replicas.forEach((replica) -> bind(replica, registry));
	}

	private static void bind(Replica replica, MeterRegistry registry) {
		ReplicaState state = replica.state();
		Tags tags = Tags.of("database", replica.database(), "pool", replica.pool());
		Gauge.builder(NAME + "up", state, (current) -> (current.condition() == ReplicaCondition.UP) ? 1 : 0)
			.description("Whether read-only transactions go to the replica")
			.tags(tags)
			.register(registry);
		TimeGauge.builder(NAME + "lag", state, TimeUnit.NANOSECONDS, ReplicaMetrics::nanosecondsBehind)
			.description("How far the replica is behind the primary at most")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder(NAME + "reads", state, ReplicaState::readsOnReplica)
			.description("Connections for read-only transactions")
			.tags(tags.and("server", "replica"))
			.register(registry);
		FunctionCounter.builder(NAME + "reads", state, ReplicaState::readsOnPrimary)
			.description("Connections for read-only transactions")
			.tags(tags.and("server", "primary"))
			.register(registry);
		FunctionCounter.builder(NAME + "failures", state, ReplicaState::failures)
			.description("Times that the replica was found to be down")
			.tags(tags)
			.register(registry);
		bind(replica.dataSource(), registry);
	}

	private static void bind(HikariDataSource pool, MeterRegistry registry) {
		if (pool.getMetricRegistry() == null && pool.getMetricsTrackerFactory() == null) {
			pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
		}
	}

	private static double nanosecondsBehind(ReplicaState state) {
		Duration lag = state.lag();
		return (lag != null) ? lag.toNanos() : Double.NaN;
	}

}
