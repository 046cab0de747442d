package io.bailiwick.migration.review;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All migrations of a domain, applied or not.
 *
 * @param domain the name of the domain
 * @param database the name of the database in which it lives
 * @param schema its schema
 * @param currentVersion the highest version in force, or {@code null} if there is none
 * @param migrations the migrations in the order in which they were or will be applied
 */
public record DomainInfo(String domain, String database, String schema, @Nullable String currentVersion,
		List<MigrationEntry> migrations) {

	/**
	 * Create an info.
	 */
	public DomainInfo {
		migrations = List.copyOf(migrations);
	}

	/**
	 * Return how many migrations wait to be applied.
	 * @return the number
	 */
	public long pending() {
		return this.migrations.stream()
			.filter((entry) -> entry.state() == MigrationEntry.State.PENDING
					|| entry.state() == MigrationEntry.State.ABOVE_TARGET)
			.count();
	}

	/**
	 * Read the info of a domain; nothing is changed or created.
	 * @param domain the domain
	 * @return the info
	 * @throws org.flywaydb.core.api.FlywayException if the history can not be read
	 */
	public static DomainInfo of(ReviewedDomain domain) {
		return new InfoReader(domain).read();
	}

}
