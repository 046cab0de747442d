package io.bailiwick.database.boundary;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when a domain is to begin in another database with empty tables while those with
 * its data are still in the one that it comes from; nothing has been changed in either.
 */
public class DataLeftBehindException extends FailureAnalyzedException {

	/**
	 * Create an exception that tells how to take the data along.
	 * @param left what is still in the database from which the domain comes
	 * @param from that database
	 * @param to the database to which the domain moves
	 */
	public DataLeftBehindException(LeftBehind left, DatabaseLocation from, DatabaseLocation to) {
		super("In %s: %s. In %s the domain has nothing yet: it would begin there with empty tables, beside the old ones.%n%nNothing was changed."
			.formatted(from.describe(), left.describe(), to.describe()), action(left.domain(), from, to));
	}

	private static String action(Domain domain, DatabaseLocation from, DatabaseLocation to) {
		return ("Copy the schema with its history while the application is stopped, and start again:%n%n"
				+ "    pg_dump --schema=%1$s <%2$s> | psql --set ON_ERROR_STOP=1 --single-transaction <%3$s>%n%n"
				+ "If the data is not needed, drop it in '%2$s' instead: DROP SCHEMA \"%1$s\" CASCADE")
			.formatted(domain.schema(), from.name(), to.name());
	}

}
