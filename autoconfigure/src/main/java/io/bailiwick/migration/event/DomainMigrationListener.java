package io.bailiwick.migration.event;

import io.bailiwick.migration.event.DomainMigrationEvent.DomainFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainMigrated;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainStarted;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationFailed;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationStarted;

/**
 * Hears of migrations: as a bean of all domains, or of the one that
 * {@link io.bailiwick.domain.OfDomain} binds it to.
 * <p>
 * An exception thrown <em>before</em> something is a veto: it is not run, and the domain
 * fails. What is heard <em>after</em> something is committed and can not be undone: an
 * exception is logged, and the run goes on. Domains that do not depend on each other are
 * migrated by several threads. A listener must not use the beans of a domain, which wait
 * for the migrations.
 */
public interface DomainMigrationListener {

	/**
	 * A domain is about to be migrated, under the lock of its database.
	 * @param event what happens
	 */
	default void beforeDomain(DomainStarted event) {
	}

	/**
	 * A domain has been migrated.
	 * @param event what happened
	 */
	default void afterDomain(DomainMigrated event) {
	}

	/**
	 * A domain could not be migrated.
	 * @param event what happened
	 */
	default void afterDomainFailure(DomainFailed event) {
	}

	/**
	 * A migration is about to run, in its transaction if it has one.
	 * @param event what happens
	 */
	default void beforeMigration(MigrationStarted event) {
	}

	/**
	 * A migration has run and is committed. It is told before the next one begins.
	 * @param event what happened
	 */
	default void afterMigration(MigrationApplied event) {
	}

	/**
	 * A migration has failed.
	 * @param event what happened
	 */
	default void afterMigrationFailure(MigrationFailed event) {
	}

}
