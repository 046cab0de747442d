package io.bailiwick.database.boundary;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.database.boundary.Crossing.Direction;

import org.springframework.util.Assert;

/**
 * Lists by name whatever crosses between a schema that is to move to another database and
 * the schemas that stay.
 * <p>
 * The references are those that the server keeps itself in order to refuse a careless
 * {@code DROP} (PostgreSQL documentation, "Dependency Tracking" and "pg_depend"). It does
 * not keep what stands in the body of a function that was given as a string: for those
 * the source text is searched for the name of a schema on the other side followed by a
 * dot, and the result is marked as uncertain. A name that such a body leaves unqualified
 * is not found. Casts, publications and members of operator families belong to no schema
 * and are not listed.
 */
public final class BoundaryCheck {

	private final Connection connection;

	/**
	 * Create a check.
	 * @param connection a connection to the database that holds all the schemas; it is
	 * only read and stays open
	 */
	public BoundaryCheck(Connection connection) {
		Assert.notNull(connection, "'connection' must not be null");
		this.connection = connection;
	}

	/**
	 * List what crosses between a schema and others. A schema that does not exist has
	 * nothing that crosses.
	 * @param moving the schema that is to move
	 * @param staying the schemas that stay, {@code public} among them if it counts
	 * @return the crossings, what the moving schema needs first; empty if it can move
	 * @throws SQLException if the catalog can not be read
	 */
	public List<Crossing> crossings(String moving, Collection<String> staying) throws SQLException {
		Assert.hasText(moving, "'moving' must not be empty");
		Set<String> others = new LinkedHashSet<>(staying);
		others.remove(moving);
		List<Crossing> crossings = new ArrayList<>();
		if (!others.isEmpty()) {
			read(CatalogQuery.RECORDED, moving, others, true, crossings);
			read(CatalogQuery.MENTIONED, moving, others, false, crossings);
		}
		return crossings;
	}

	private void read(String query, String moving, Set<String> staying, boolean certain, List<Crossing> crossings)
			throws SQLException {
		Array others = this.connection.createArrayOf("text", staying.toArray());
		try (PreparedStatement statement = this.connection.prepareStatement(query)) {
			statement.setString(1, moving);
			statement.setString(2, moving);
			statement.setArray(3, others);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					crossings.add(new Crossing((rows.getBoolean("outward")) ? Direction.OUTWARD : Direction.INWARD,
							CrossingKind.valueOf(rows.getString("kind")), rows.getString("name"),
							identity(rows, "origin"), rows.getString("target_type"), identity(rows, "target"),
							certain));
				}
			}
		}
		finally {
			others.free();
		}
	}

	/**
	 * A name as people write it: the server qualifies the types of arguments, its own
	 * ones too.
	 */
	private static String identity(ResultSet rows, String column) throws SQLException {
		return rows.getString(column).replace("pg_catalog.", "");
	}

}
