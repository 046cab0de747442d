package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.bailiwick.migration.history.FlywayChecksum;
import io.bailiwick.test.MigrationFolder;

/**
 * What a domain of a generated sequence should look like: its files, its history and,
 * from that, its schema. Knows nothing of how it comes about.
 */
final class SequenceDomain {

	static final int VERSIONS = 4;

	/** Of these versions, one can not run in a transaction. */
	static final int WITHOUT_TRANSACTION = 3;

	final String name;

	final List<String> dependsOn;

	final Map<Integer, File> files = new TreeMap<>();

	final List<Row> rows = new ArrayList<>();

	/** Whether a killed process may have left the index of the third version. */
	boolean indexInDoubt;

	SequenceDomain(String name, List<String> dependsOn) {
		this.name = name;
		this.dependsOn = dependsOn;
	}

	void write(MigrationFolder folder, int version) {
		File file = this.files.get(version);
		folder.file("db/migration/%s/V%d__step.sql".formatted(this.name, version), file.up(this));
		folder.file("db/migration/%s/U%d__step.sql".formatted(this.name, version), file.down(this));
	}

	/**
	 * The lock for which a file waits half-way while a test holds it.
	 */
	long gate(int version, boolean down) {
		return this.name.hashCode() * 100L + version * 2 + (down ? 1 : 0);
	}

	List<Row> inForce() {
		return this.rows.stream()
			.filter((row) -> !row.delete && !row.deleted)
			.sorted(Comparator.comparingInt((row) -> row.version))
			.toList();
	}

	int highest() {
		return inForce().stream().mapToInt((row) -> row.version).max().orElse(0);
	}

	List<Integer> pending() {
		int highest = highest();
		return this.files.keySet().stream().filter((version) -> version > highest).toList();
	}

	int checksum(int version) {
		return FlywayChecksum.of(this.files.get(version).up(this));
	}

	/**
	 * The versions whose files are no longer what was applied.
	 */
	Set<Integer> edited() {
		Set<Integer> edited = new TreeSet<>();
		for (Row row : inForce()) {
			if (row.checksum != checksum(row.version)) {
				edited.add(row.version);
			}
		}
		return edited;
	}

	void append(int version, boolean delete, long sequence) {
		if (delete) {
			Row undone = this.rows.stream()
				.filter((row) -> row.version == version && !row.delete && !row.deleted)
				.findFirst()
				.orElseThrow(() -> new AssertionError("%s@%d was not in force".formatted(this.name, version)));
			undone.deleted = true;
			this.rows.add(new Row(version, true, undone.checksum, undone.revision, sequence));
		}
		else {
			this.rows.add(new Row(version, false, checksum(version), this.files.get(version).revision, sequence));
		}
	}

	/**
	 * Every table with its columns, and every index that no constraint needs.
	 */
	Set<String> schema() {
		Set<String> schema = new TreeSet<>();
		for (Row row : inForce()) {
			switch (row.version) {
				case 1 -> {
					schema.add(this.name + ".t1.id");
					schema.add(this.name + ".t1.r" + row.revision);
					this.dependsOn.forEach((needed) -> schema.add(this.name + ".t1." + needed));
				}
				case 2 -> schema.add(this.name + ".t1.c" + row.revision);
				case WITHOUT_TRANSACTION -> schema.add(this.name + ".i3");
				default -> {
					schema.add(this.name + ".t4.id");
					schema.add(this.name + ".t4.r" + row.revision);
				}
			}
		}
		return schema;
	}

	/**
	 * A row of the history.
	 */
	static final class Row {

		final int version;

		final boolean delete;

		final int revision;

		final long sequence;

		int checksum;

		boolean deleted;

		Row(int version, boolean delete, int checksum, int revision, long sequence) {
			this.version = version;
			this.delete = delete;
			this.checksum = checksum;
			this.revision = revision;
			this.sequence = sequence;
		}

		@Override
		public String toString() {
			return "%d %s %d".formatted(this.version, this.delete ? "DELETE" : "SQL", this.checksum);
		}

	}

	/**
	 * A pair of files.
	 *
	 * @param version the version
	 * @param revision which of the things that a version may create it creates
	 * @param comments how many comments have been added
	 * @param broken whether the way back fails at its end
	 */
	record File(int version, int revision, int comments, boolean broken) {

		static final int REVISIONS = 4;

		String up(SequenceDomain domain) {
			String gate = gate(domain.gate(this.version, false));
			return switch (this.version) {
				case 1 -> "CREATE TABLE t1 (id int PRIMARY KEY, r%d int%s);\n".formatted(this.revision,
						String.join("",
								domain.dependsOn.stream()
									.map((needed) -> ", %1$s int REFERENCES %1$s.t1".formatted(needed))
									.toList()))
						+ gate + "INSERT INTO t1 (id) VALUES (1);\n";
				case 2 -> "ALTER TABLE t1 ADD COLUMN c%d int;\n".formatted(this.revision) + gate
						+ "UPDATE t1 SET c%d = 1;\n".formatted(this.revision);
				case WITHOUT_TRANSACTION ->
					"DROP INDEX CONCURRENTLY IF EXISTS i3;\nCREATE INDEX CONCURRENTLY i3 ON t1 ((id + %d));\n"
						.formatted(this.revision);
				default -> "CREATE TABLE t4 (id int, r%d int);\n".formatted(this.revision) + gate
						+ "INSERT INTO t4 (id) SELECT id FROM t1;\n";
			} + "-- comment\n".repeat(this.comments);
		}

		String down(SequenceDomain domain) {
			String gate = gate(domain.gate(this.version, true));
			StringBuilder columns = new StringBuilder("DROP COLUMN IF EXISTS c0");
			for (int i = 1; i < REVISIONS; i++) {
				columns.append(", DROP COLUMN IF EXISTS c").append(i);
			}
			return switch (this.version) {
				case 1 -> "DROP TABLE t1;\n" + gate;
				case 2 -> "ALTER TABLE t1 %s;\n".formatted(columns) + gate;
				case WITHOUT_TRANSACTION -> "DROP INDEX CONCURRENTLY IF EXISTS i3;\n";
				default -> "DROP TABLE t4;\n" + gate;
			} + (this.broken ? "SELECT broken;\n" : "");
		}

		private static String gate(long gate) {
			return "SELECT pg_advisory_xact_lock_shared(%d);\n".formatted(gate);
		}

	}

}
