package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import io.bailiwick.migration.history.HistoryRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history that Flyway keeps somewhere else, and what of it is in force.
 */
final class OldFlywayHistory {

	private final Connection connection;

	private final OldTable table;

	private final Map<String, OldMigration> applied = new LinkedHashMap<>();

	private @Nullable OldMigration baseline;

	OldFlywayHistory(Connection connection, OldTable table) {
		this.connection = connection;
		this.table = table;
	}

	OldHistory read() throws SQLException {
		History history = Histories.readWithDetails(this.connection, List.of(this.table.name())).get(0);
		if (history.rows() == null) {
			throw new AdoptionException(
					"The history of Flyway in the database can not be read: %s.".formatted(history.doubt()),
					"Give the table the columns and rights that Flyway gives it, or rebuild it with Flyway.");
		}
		history.rows().forEach(this::add);
		return new OldHistory(this.table, List.copyOf(this.applied.values()), this.baseline);
	}

	private void add(HistoryRow row) {
		if (!row.success()) {
			throw OldHistoryReader.dirty(this.table, migration(row).label(), "Flyway has it as failed");
		}
		String key = (row.version() != null) ? "version " + row.version().replace('_', '.') : row.description();
		switch (row.type()) {
			case "SCHEMA" -> {
			}
			case "BASELINE" -> this.baseline = migration(row);
			case "DELETE" -> this.applied.remove(key);
			default -> {
				this.applied.remove(key);
				if (!row.type().startsWith("UNDO_")) {
					this.applied.put(key, migration(row));
				}
			}
		}
	}

	private static OldMigration migration(HistoryRow row) {
		HistoryRow.Details details = Objects.requireNonNull(row.details());
		return new OldMigration(row.version(), row.description(), details.script(), row.type().endsWith("_BASELINE"),
				row.checksum(), null, details.installedOn(), details.installedBy(), details.executionTime());
	}

}
