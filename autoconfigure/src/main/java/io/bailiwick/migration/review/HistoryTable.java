package io.bailiwick.migration.review;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.Flyway;

/**
 * What to say about the table that remembers what was applied.
 */
public final class HistoryTable {

	private final Domain domain;

	private final Flyway flyway;

	/**
	 * Create an instance.
	 * @param domain the domain
	 * @param flyway the Flyway that writes the history
	 */
	public HistoryTable(Domain domain, Flyway flyway) {
		this.domain = domain;
		this.flyway = flyway;
	}

	/**
	 * Return the name of the table.
	 * @return the quoted name, with the schema
	 */
	public String name() {
		return "\"%s\".\"%s\"".formatted(this.domain.schema(), this.flyway.getConfiguration().getTable());
	}

	/**
	 * Say what to do when a migration failed that no transaction could hold.
	 * @return sentences
	 */
	public String howToForgetFailure() {
		return ("Undo by hand in the schema '%s' what the file has done so far (an invalid index that CREATE INDEX CONCURRENTLY "
				+ "left behind is dropped for you), correct the file, have 'java -jar <application>.jar db repair %s' forget the failure, and start again.")
			.formatted(this.domain.schema(), this.domain.name());
	}

	/**
	 * Say what to do when a statement of a file failed that no transaction could hold.
	 * @return sentences
	 */
	public String howToGoOn() {
		return ("Correct the file from the failed statement on, or what it found; what stands before it is done and is passed over "
				+ "(an invalid index that CREATE INDEX CONCURRENTLY left behind is dropped for you). Have "
				+ "'java -jar <application>.jar db repair %s' forget the failure, and start again.")
			.formatted(this.domain.name());
	}

}
