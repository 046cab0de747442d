package io.bailiwick.migration.event;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens while domains are migrated. Each is also published as an event
 * of the application.
 */
public sealed interface DomainMigrationEvent {

	/**
	 * Return the domain that is migrated.
	 * @return the name of the domain
	 */
	String domain();

	/**
	 * A domain is about to be migrated. It may have something to do; one that certainly
	 * has not is not heard of.
	 *
	 * @param domain the name of the domain
	 * @param database the name of the database that it lives in
	 */
	record DomainStarted(String domain, String database) implements DomainMigrationEvent {

	}

	/**
	 * A domain is at the state that its files describe, and all that was to be done for
	 * it is committed.
	 *
	 * @param domain the name of the domain
	 * @param database the name of the database that it lives in
	 * @param applied how many migrations were applied
	 * @param duration how long it took, seed data included
	 */
	record DomainMigrated(String domain, String database, int applied,
			Duration duration) implements DomainMigrationEvent {

	}

	/**
	 * A domain could not be migrated. Migrations that were reported as applied are kept.
	 *
	 * @param domain the name of the domain
	 * @param database the name of the database that it lives in
	 * @param applied how many migrations were applied before
	 * @param duration how long it took
	 * @param failure why
	 */
	record DomainFailed(String domain, String database, int applied, Duration duration,
			RuntimeException failure) implements DomainMigrationEvent {

	}

	/**
	 * A migration is about to run.
	 *
	 * @param domain the name of the domain
	 * @param version the version, or {@code null} if it is repeatable
	 * @param description the description, empty if there is none
	 * @param script the file, or the class, as the history names it
	 */
	record MigrationStarted(String domain, @Nullable String version, String description,
			String script) implements DomainMigrationEvent {

	}

	/**
	 * A migration has run and is committed with its row in the history.
	 *
	 * @param domain the name of the domain
	 * @param version the version, or {@code null} if it is repeatable
	 * @param description the description, empty if there is none
	 * @param script the file, or the class, as the history names it
	 * @param duration how long it ran
	 */
	record MigrationApplied(String domain, @Nullable String version, String description, String script,
			Duration duration) implements DomainMigrationEvent {

	}

	/**
	 * A migration has failed. Nothing of it is left if it runs in a transaction.
	 *
	 * @param domain the name of the domain
	 * @param version the version, or {@code null} if it is repeatable
	 * @param description the description, empty if there is none
	 * @param script the file, or the class, as the history names it
	 * @param duration how long it ran
	 * @param failure why
	 */
	record MigrationFailed(String domain, @Nullable String version, String description, String script,
			Duration duration, RuntimeException failure) implements DomainMigrationEvent {

	}

}
