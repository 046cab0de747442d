package io.bailiwick.migration.reset;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * Drops the schemas of domains in one database, all of them or none, and nothing else.
 */
public final class SchemaDrop {

	private static final String CONTENTS = """
			SELECT count(*), coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ? AND c.relkind IN ('r', 'p')""";

	/**
	 * Whatever DROP … CASCADE can take along from other schemas (PostgreSQL
	 * documentation, "Dependency Tracking").
	 */
	private static final String OBJECTS_ELSEWHERE = """
			WITH elsewhere AS (
				SELECT oid FROM pg_namespace
				WHERE nspname <> ALL (?) AND nspname !~ '^pg_' AND nspname <> 'information_schema'),
			relation AS (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM elsewhere)),
			object (class, id, part) AS (
				SELECT 'pg_class'::regclass, oid, 0 FROM relation
				UNION ALL SELECT 'pg_class'::regclass, attrelid, attnum FROM pg_attribute
					WHERE attrelid IN (SELECT oid FROM relation) AND attnum > 0 AND NOT attisdropped
				UNION ALL SELECT 'pg_constraint'::regclass, oid, 0 FROM pg_constraint
					WHERE connamespace IN (SELECT oid FROM elsewhere)
				UNION ALL SELECT 'pg_proc'::regclass, oid, 0 FROM pg_proc
					WHERE pronamespace IN (SELECT oid FROM elsewhere)
				UNION ALL SELECT 'pg_type'::regclass, oid, 0 FROM pg_type
					WHERE typnamespace IN (SELECT oid FROM elsewhere)
				UNION ALL SELECT 'pg_trigger'::regclass, oid, 0 FROM pg_trigger
					WHERE tgrelid IN (SELECT oid FROM relation) AND NOT tgisinternal
				UNION ALL SELECT 'pg_attrdef'::regclass, oid, 0 FROM pg_attrdef
					WHERE adrelid IN (SELECT oid FROM relation)
				UNION ALL SELECT 'pg_policy'::regclass, oid, 0 FROM pg_policy
					WHERE polrelid IN (SELECT oid FROM relation))
			SELECT pg_describe_object(class, id, part) FROM object""";

	private final Connection connection;

	private final List<Domain> domains;

	/**
	 * Create a drop.
	 * @param connection a connection to the database, with auto-commit
	 * @param domains the domains that live there and are to be dropped
	 */
	public SchemaDrop(Connection connection, List<Domain> domains) {
		Assert.notNull(connection, "'connection' must not be null");
		this.connection = connection;
		this.domains = List.copyOf(domains);
	}

	/**
	 * Find out what would be dropped.
	 * @return the schemas, those of dependent domains first
	 * @throws SQLException if the catalog can not be read
	 */
	public List<ResetPlan.Schema> preview() throws SQLException {
		List<ResetPlan.Schema> schemas = new ArrayList<>();
		for (Domain domain : this.domains) {
			try (PreparedStatement statement = this.connection.prepareStatement(CONTENTS)) {
				statement.setString(1, domain.schema());
				try (ResultSet row = statement.executeQuery()) {
					row.next();
					schemas.add(0, new ResetPlan.Schema(domain.name(), domain.database(), domain.schema(),
							row.getInt(1), row.getLong(2)));
				}
			}
		}
		return schemas;
	}

	/**
	 * Drop the schemas.
	 * @return what would have gone with them from other schemas: if there is anything,
	 * nothing has been dropped
	 * @throws SQLException if the server refuses; nothing has been dropped then
	 */
	public Set<String> run() throws SQLException {
		return drop(true);
	}

	/**
	 * Find out what would go with the schemas from other ones, by dropping them in a
	 * transaction that is rolled back.
	 * @return what would go
	 * @throws SQLException if the server refuses
	 */
	public Set<String> wouldTakeAlong() throws SQLException {
		return drop(false);
	}

	private Set<String> drop(boolean commit) throws SQLException {
		this.connection.setAutoCommit(false);
		try {
			Set<String> takenAlong = elsewhere();
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(this.domains.stream()
					.map((domain) -> "\"" + domain.schema() + "\"")
					.collect(Collectors.joining(", "))));
			}
			takenAlong.removeAll(elsewhere());
			if (commit && takenAlong.isEmpty()) {
				this.connection.commit();
			}
			else {
				this.connection.rollback();
			}
			return takenAlong;
		}
		catch (SQLException ex) {
			this.connection.rollback();
			throw ex;
		}
		finally {
			this.connection.setAutoCommit(true);
		}
	}

	private Set<String> elsewhere() throws SQLException {
		Set<String> objects = new LinkedHashSet<>();
		Array schemas = this.connection.createArrayOf("text", this.domains.stream().map(Domain::schema).toArray());
		try (PreparedStatement statement = this.connection.prepareStatement(OBJECTS_ELSEWHERE)) {
			statement.setArray(1, schemas);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					objects.add(rows.getString(1));
				}
			}
		}
		finally {
			schemas.free();
		}
		return objects;
	}

}
