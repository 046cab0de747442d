package io.bailiwick.migration.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The one statement that reads many histories.
 */
final class HistoryQuery {

	/**
	 * For Pgpool-II, as Flyway does it: a standby may not know yet what was applied.
	 */
	private static final String NO_LOAD_BALANCE = "/*NO LOAD BALANCE*/ ";

	private static final String COLUMNS = ", installed_rank, version, description, type, checksum, success";

	private static final String DETAILS = ", script, installed_on, installed_by, execution_time";

	private final List<TableName> tables;

	private final boolean detailed;

	HistoryQuery(List<TableName> tables, boolean detailed) {
		this.tables = tables;
		this.detailed = detailed;
	}

	List<History> read(Connection connection) throws SQLException {
		if (this.tables.isEmpty()) {
			return List.of();
		}
		List<List<HistoryRow>> rows = new ArrayList<>();
		this.tables.forEach((table) -> rows.add(new ArrayList<>()));
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql())) {
			while (result.next()) {
				rows.get(result.getInt(1)).add(row(result));
			}
		}
		List<History> histories = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			rows.get(i).sort(Comparator.comparingInt(HistoryRow::rank));
			histories.add(History.of(this.tables.get(i), rows.get(i)));
		}
		return histories;
	}

	private String sql() {
		StringBuilder sql = new StringBuilder(NO_LOAD_BALANCE);
		for (int i = 0; i < this.tables.size(); i++) {
			sql.append((i > 0) ? " UNION ALL SELECT " : "SELECT ")
				.append(i)
				.append(COLUMNS)
				.append(this.detailed ? DETAILS : "")
				.append(" FROM ")
				.append(this.tables.get(i).quoted());
		}
		return sql.toString();
	}

	private HistoryRow row(ResultSet result) throws SQLException {
		int checksum = result.getInt(6);
		boolean hasChecksum = !result.wasNull();
		return new HistoryRow(result.getInt(2), result.getString(3), result.getString(4), result.getString(5),
				hasChecksum ? checksum : null, result.getBoolean(7), this.detailed ? details(result) : null);
	}

	private static HistoryRow.Details details(ResultSet result) throws SQLException {
		return new HistoryRow.Details(result.getString(8), result.getTimestamp(9).toInstant(), result.getString(10),
				result.getInt(11));
	}

}
