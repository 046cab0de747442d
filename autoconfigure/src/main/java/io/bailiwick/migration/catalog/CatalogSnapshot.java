package io.bailiwick.migration.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * What schemas consisted of at one moment, in words that do not depend on object
 * identifiers, on the order in which things were created or on the names of the schemas
 * (except where somebody has written them into the body of a function).
 * <p>
 * Needs PostgreSQL 14 or newer, and no right but to connect: the catalog is readable by
 * everybody.
 *
 * @param entries everything that is there, sorted
 */
public record CatalogSnapshot(List<CatalogEntry> entries) {

	/**
	 * Create a snapshot.
	 */
	public CatalogSnapshot {
		entries = List.copyOf(entries);
	}

	/**
	 * Read the catalog. Nothing is changed or locked, and the connection is given back as
	 * it was: a transaction that is open on it stays open, and sees its own changes.
	 * @param connection a connection to the database
	 * @param scope what to look at; a schema that does not exist has no entries
	 * @return what is there
	 * @throws SQLException if the catalog can not be read
	 */
	public static CatalogSnapshot read(Connection connection, CatalogScope scope) throws SQLException {
		Assert.notNull(connection, "'connection' must not be null");
		Assert.notNull(scope, "'scope' must not be null");
		List<CatalogEntry> entries = new ArrayList<>();
		try (RenderingSession session = RenderingSession.begin(connection)) {
			CatalogQuery query = new CatalogQuery(connection, scope);
			for (Map.Entry<String, String> schema : scope.schemas().entrySet()) {
				session.seeOnly(schema.getKey());
				entries.addAll(query.read(schema.getKey(), schema.getValue()));
			}
		}
		Collections.sort(entries);
		return new CatalogSnapshot(entries);
	}

	/**
	 * Compare what a database has with what its files describe.
	 * @param files the same schemas, built from the files alone
	 * @return what only one of the two has
	 */
	public CatalogDifference compareWith(CatalogSnapshot files) {
		return CatalogDifference.between(this, files);
	}

}
