package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import io.bailiwick.migration.catalog.CatalogScope;
import io.bailiwick.migration.catalog.CatalogSnapshot;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * Runs the files of domains where nothing is lost, and looks at what comes of it.
 */
final class SchemaBuild {

	private static final String DUPLICATE_OBJECT = "42710";

	private static final String ASIDE = "bailiwick_aside_";

	private final Database database;

	private final List<BuiltDomain> domains;

	private final CatalogScope scope;

	/**
	 * Create a build.
	 * @param database the database whose schemas are to be built again
	 * @param domains the domains, each after those it depends on
	 * @param scope what to look at
	 */
	SchemaBuild(Database database, List<BuiltDomain> domains, CatalogScope scope) {
		this.database = database;
		this.domains = List.copyOf(domains);
		this.scope = scope;
	}

	Result run(ProofMode mode) {
		return switch (mode) {
			case NONE -> new Result(null, Outcome.NOT_ASKED, null);
			case TRANSACTION -> inTransaction();
			case DATABASE -> inDatabase(true);
			case AUTOMATIC -> {
				Result result = inDatabase(true);
				yield (result.unreachable()) ? inTransaction() : result;
			}
		};
	}

	private Result inDatabase(boolean extensions) {
		ScratchDatabase scratch;
		try {
			scratch = ScratchDatabase.create(this.database);
		}
		catch (SQLException ex) {
			return new Result(null, Outcome.IMPOSSIBLE,
					"a database to build them in could not be created (%s)".formatted(ex.getMessage()), true);
		}
		try (scratch) {
			if (extensions) {
				scratch.installExtensions(
						this.domains.stream().map((built) -> built.domain().schema()).toArray(String[]::new));
			}
			try (Connection connection = scratch.dataSource().getConnection()) {
				for (BuiltDomain built : this.domains) {
					execute(connection, "CREATE SCHEMA IF NOT EXISTS " + quoted(built.domain().schema()));
				}
				for (BuiltDomain built : this.domains) {
					built.run(scratch.dataSource());
				}
				return new Result(CatalogSnapshot.read(connection, this.scope), Outcome.SAME,
						"in a database of their own");
			}
		}
		catch (FlywayException ex) {
			// A file creates an extension that somebody has installed already.
			return (extensions && DUPLICATE_OBJECT.equals(sqlState(ex))) ? inDatabase(false) : failed(ex, "");
		}
		catch (SQLException ex) {
			return failed(ex, "");
		}
	}

	/**
	 * The real schemas step aside for as long as the transaction lasts, so that names in
	 * files, qualified or not, mean what they always mean. Nobody else sees that, and no
	 * table is locked.
	 */
	private Result inTransaction() {
		try (Connection connection = this.database.connect()) {
			connection.setAutoCommit(false);
			PgConnection driver = connection.unwrap(PgConnection.class);
			AutoSave autosave = driver.getAutosave();
			try {
				// Otherwise what Flyway does after a failure fails as well, and hides it.
				driver.setAutosave(AutoSave.ALWAYS);
				execute(connection, "SET LOCAL lock_timeout = '5s'");
				for (BuiltDomain built : this.domains) {
					stepAside(connection, built.domain().schema());
				}
				for (BuiltDomain built : this.domains) {
					built.run(new BorrowedConnection(connection).dataSource());
				}
				return new Result(CatalogSnapshot.read(connection, this.scope), Outcome.SAME,
						"in a transaction that was rolled back");
			}
			catch (SQLException | FlywayException ex) {
				return failed(ex, " in a transaction");
			}
			finally {
				connection.rollback();
				driver.setAutosave(autosave);
				connection.setAutoCommit(true);
			}
		}
		catch (SQLException ex) {
			return failed(ex, " in a transaction");
		}
	}

	private static void stepAside(Connection connection, String schema) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
			statement.setString(1, schema);
			try (ResultSet result = statement.executeQuery()) {
				if (result.next()) {
					String aside = ASIDE + Integer.toHexString(schema.hashCode());
					execute(connection, "ALTER SCHEMA %s RENAME TO %s".formatted(quoted(schema), quoted(aside)));
				}
			}
		}
		execute(connection, "CREATE SCHEMA " + quoted(schema));
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String quoted(String schema) {
		return "\"%s\"".formatted(schema);
	}

	private static Result failed(Exception failure, String where) {
		return new Result(null, Outcome.IMPOSSIBLE,
				"they do not run from nothing%s: %s".formatted(where, BuildFailure.describe(failure)));
	}

	private static @Nullable String sqlState(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException ex && ex.getSQLState() != null) {
				return ex.getSQLState();
			}
		}
		return null;
	}

	/**
	 * What came of building.
	 *
	 * @param snapshot what was built, or {@code null} if nothing was
	 * @param outcome the outcome, as far as it is known without comparing
	 * @param where where it was built, or why it was not
	 * @param unreachable whether there was no place to build in
	 */
	record Result(@Nullable CatalogSnapshot snapshot, Outcome outcome, @Nullable String where, boolean unreachable) {

		Result(@Nullable CatalogSnapshot snapshot, Outcome outcome, @Nullable String where) {
			this(snapshot, outcome, where, false);
		}

	}

}
