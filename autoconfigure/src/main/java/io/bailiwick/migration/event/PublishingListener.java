package io.bailiwick.migration.event;

import io.bailiwick.migration.event.DomainMigrationEvent.DomainFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainMigrated;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainStarted;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationStarted;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

/**
 * Publishes what it hears to the application.
 */
public final class PublishingListener implements DomainMigrationListener {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a listener.
	 * @param publisher where to publish
	 */
	public PublishingListener(ApplicationEventPublisher publisher) {
		Assert.notNull(publisher, "'publisher' must not be null");
		this.publisher = publisher;
	}

	@Override
	public void beforeDomain(DomainStarted event) {
		this.publisher.publishEvent(event);
	}

	@Override
	public void afterDomain(DomainMigrated event) {
		this.publisher.publishEvent(event);
	}

	@Override
	public void afterDomainFailure(DomainFailed event) {
		this.publisher.publishEvent(event);
	}

	@Override
	public void beforeMigration(MigrationStarted event) {
		this.publisher.publishEvent(event);
	}

	@Override
	public void afterMigration(MigrationApplied event) {
		this.publisher.publishEvent(event);
	}

	@Override
	public void afterMigrationFailure(MigrationFailed event) {
		this.publisher.publishEvent(event);
	}

}
