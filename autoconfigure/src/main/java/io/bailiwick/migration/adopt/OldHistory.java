package io.bailiwick.migration.adopt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What another tool has applied to a database.
 *
 * @param table where its history is
 * @param migrations what is in force, in the order in which it was applied
 * @param baseline what stands for all versions up to its own, or {@code null}
 */
record OldHistory(OldTable table, List<OldMigration> migrations, @Nullable OldMigration baseline) {

	OldHistory {
		migrations = List.copyOf(migrations);
	}

	boolean isEmpty() {
		return this.migrations.isEmpty() && this.baseline == null;
	}

}
