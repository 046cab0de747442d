package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the history of a tool as the tool itself does.
 */
final class OldHistoryReader {

	private static final int NANOSECONDS = 1_000_000;

	private final Connection connection;

	private final OldTable table;

	OldHistoryReader(Connection connection, OldTable table) {
		this.connection = connection;
		this.table = table;
	}

	/**
	 * Read what is in force.
	 * @return what the tool has applied
	 * @throws AdoptionException if a migration has failed or was interrupted
	 */
	OldHistory read() throws SQLException {
		return switch (this.table.tool()) {
			case FLYWAY -> new OldFlywayHistory(this.connection, this.table).read();
			case GOLANG_MIGRATE -> golangMigrate();
			case DBMATE, RAILS ->
				history("SELECT version::text, NULL::timestamptz FROM %s ORDER BY length(version), 1");
			case ECTO ->
				history("SELECT version::text, inserted_at::timestamp AT TIME ZONE 'UTC' FROM %s ORDER BY version");
			case DIESEL -> history("SELECT version::text, run_on FROM %s ORDER BY run_on, version");
			case GOOSE -> goose();
			case SQLX -> sqlx();
		};
	}

	private OldHistory golangMigrate() throws SQLException {
		List<OldMigration> newest = new ArrayList<>();
		query("SELECT version::text, dirty FROM %s ORDER BY version", (row) -> {
			if (row.getBoolean(2)) {
				throw dirty("version " + row.getString(1),
						"golang-migrate has marked it as dirty: it was interrupted, or it failed");
			}
			newest.add(OldMigration.of(row.getString(1), null));
		});
		if (newest.size() > 1) {
			throw new AdoptionException(
					"%s has %d rows, and golang-migrate keeps one.".formatted(this.table.describe(), newest.size()),
					"Find out which version the database really has, and delete the other rows.");
		}
		return new OldHistory(this.table, newest, null);
	}

	private OldHistory history(String sql) throws SQLException {
		List<OldMigration> migrations = new ArrayList<>();
		query(sql, (row) -> migrations.add(OldMigration.of(row.getString(1), instant(row, 2))));
		return new OldHistory(this.table, migrations, null);
	}

	/**
	 * The newest row of a version counts. The row of version 0 came with the table.
	 */
	private OldHistory goose() throws SQLException {
		Map<String, OldMigration> applied = new LinkedHashMap<>();
		query("SELECT version_id::text, tstamp, is_applied FROM %s WHERE version_id <> 0 ORDER BY id", (row) -> {
			applied.remove(row.getString(1));
			if (row.getBoolean(3)) {
				applied.put(row.getString(1), OldMigration.of(row.getString(1), instant(row, 2)));
			}
		});
		return new OldHistory(this.table, List.copyOf(applied.values()), null);
	}

	private OldHistory sqlx() throws SQLException {
		List<OldMigration> migrations = new ArrayList<>();
		query("SELECT version::text, installed_on, success, description, checksum, execution_time FROM %s ORDER BY installed_on, version",
				(row) -> {
					String version = row.getString(1);
					if (!row.getBoolean(3)) {
						throw dirty("version %s (%s)".formatted(version, row.getString(4)),
								"sqlx has not recorded its success");
					}
					int milliseconds = (int) Math.max(0, row.getLong(6) / NANOSECONDS);
					migrations.add(new OldMigration(version, row.getString(4), null, false, null,
							HexFormat.of().formatHex(row.getBytes(5)), instant(row, 2), null, milliseconds));
				});
		return new OldHistory(this.table, migrations, null);
	}

	private AdoptionException dirty(String what, String why) {
		return dirty(this.table, what, why);
	}

	static AdoptionException dirty(OldTable table, String what, String why) {
		return new AdoptionException("In %s, %s is not whole: %s.".formatted(table.describe(), what, why),
				"Finish or undo it with %s, by hand where it takes that, until its history says that all is well, and adopt then."
					.formatted(table.tool().label()));
	}

	private void query(String sql, RowReader reader) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery(sql.formatted(this.table.name()))) {
			while (result.next()) {
				reader.read(result);
			}
		}
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		Timestamp timestamp = row.getTimestamp(column);
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	private interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

}
