package io.bailiwick.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationFailed;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for {@code bailiwick.migration}: how long the migrations of each
 * domain took, and how many failed.
 * <p>
 * Migrations come before meters when an application starts. What has been measured by
 * then is handed over as soon as there is somewhere to.
 */
public class MigrationMetrics implements MeterBinder, DomainMigrationListener {

	private final boolean versions;

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	/**
	 * Create metrics.
	 * @param versions whether each version has a meter of its own, of which there may be
	 * many
	 */
	public MigrationMetrics(boolean versions) {
		this.versions = versions;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.measurements.forEach((measurement) -> record(registry, measurement));
	}

	@Override
	public void afterMigration(MigrationApplied event) {
		add(new Measurement(event.domain(), event.version(), "success", event.duration()));
	}

	@Override
	public void afterMigrationFailure(MigrationFailed event) {
		add(new Measurement(event.domain(), event.version(), "failure", event.duration()));
	}

	private synchronized void add(Measurement measurement) {
		if (this.registries.isEmpty()) {
			this.measurements.add(measurement);
		}
		this.registries.forEach((registry) -> record(registry, measurement));
	}

	private void record(MeterRegistry registry, Measurement measurement) {
		Tags tags = Tags.of("domain", measurement.domain(), "outcome", measurement.outcome());
		if (this.versions) {
			tags = tags.and("version", (measurement.version() != null) ? measurement.version() : "repeatable");
		}
		Timer.builder("bailiwick.migration")
			.description("Time that migrations took")
			.tags(tags)
			.register(registry)
			.record(measurement.duration());
	}

	private record Measurement(String domain, @Nullable String version, String outcome, Duration duration) {

	}

}
