package io.bailiwick.migration.history;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A domain with files and a history, first in harmony, then with some changes to either.
 */
final class GeneratedDomain {

	static final Map<String, String> PLACEHOLDERS = Map.of("name", "value", "Empty", "", "more", "two\nlines");

	private static final List<String> VERSIONS = List.of("0", "1", "1.1", "1_2", "002", "2.1", "2.10", "3", "003.5",
			"4.0", "5", "10", "20230101120000");

	private static final List<String> CONTENTS = List.of("SELECT 1;\n", "SELECT 2;\nSELECT 3;\n", "SELECT 'ä€';\n",
			"-- nothing\n", "", "\n\nSELECT 4;", "SELECT '${name}';\n", "SELECT '$${name} $ $';\n",
			"SELECT '${more}', '${Empty}';\n",
			"SELECT '${flyway:defaultSchema}', '${flyway:table}', '${flyway:filename}';\n",
			"SELECT 5;\r\nSELECT 6;\r\n");

	final Random random;

	final Charset encoding;

	final boolean outOfOrder;

	final boolean replacing;

	boolean seeds;

	/**
	 * The words in which some of the changes make us leave the verdict to Flyway, on
	 * purpose.
	 */
	final Set<String> doubts = new LinkedHashSet<>();

	final List<String> changes = new ArrayList<>();

	final List<GeneratedFile> files = new ArrayList<>();

	final Map<String, byte[]> otherFiles = new LinkedHashMap<>();

	final List<HistoryRow> rows = new ArrayList<>();

	@Nullable String damage;

	/**
	 * Generate a domain.
	 * @param random where all choices come from
	 * @param first what happens first
	 * @param alone whether nothing else happens
	 */
	GeneratedDomain(Random random, Change first, boolean alone) {
		this.random = random;
		this.encoding = Charset.forName((random.nextInt(4) == 0) ? "ISO-8859-15" : "UTF-8");
		this.outOfOrder = random.nextInt(4) == 0;
		this.replacing = random.nextInt(4) > 0;
		this.seeds = random.nextInt(5) == 0;
		for (String version : VERSIONS) {
			if (random.nextInt(3) == 0) {
				this.files.add(new GeneratedFile("V", version, description(), pick(CONTENTS)));
			}
		}
		while (this.files.isEmpty() || random.nextInt(2) == 0) {
			this.files.add(new GeneratedFile("R", "", description(), pick(CONTENTS)));
		}
		if (random.nextInt(4) == 0) {
			record(null, "<< Flyway Schema Creation >>", "SCHEMA", null, true);
		}
		int applied = (!alone && random.nextInt(3) == 0) ? random.nextInt(this.files.size()) : this.files.size();
		this.files.subList(0, applied).forEach(this::record);
		change(first);
		int more = alone ? 0 : random.nextInt(3);
		for (int i = 0; i < more; i++) {
			change(Change.values()[random.nextInt(Change.values().length)]);
		}
	}

	private void change(Change change) {
		this.changes.add(change.name());
		change.apply(this);
	}

	String description() {
		return "describes_" + ((this.random.nextInt(20) == 0) ? "long_".repeat(39) : "") + this.random.nextInt(1000);
	}

	String newVersion() {
		List<String> free = VERSIONS.stream()
			.filter((version) -> this.files.stream().noneMatch((file) -> file.isOf(version)))
			.toList();
		return free.isEmpty() ? "77" : pick(free);
	}

	String content() {
		return pick(CONTENTS);
	}

	<T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	int checksum(GeneratedFile file) {
		return FlywayChecksum.of((file.isRepeatable() && this.replacing) ? replaced(file) : file.content());
	}

	private String replaced(GeneratedFile file) {
		String replaced = Placeholders.of(PLACEHOLDERS, table()).withFilename(file.name()).replace(file.content());
		return (replaced != null) ? replaced : file.content();
	}

	TableName table() {
		return new TableName(schema(), this.seeds ? "flyway_seed_history" : "flyway_schema_history");
	}

	String schema() {
		return "domain";
	}

	void record(GeneratedFile file) {
		String type = file.prefix().equals("B") ? "SQL_BASELINE" : "SQL";
		record(file.isRepeatable() ? null : file.version().replace('_', '.'), file.description().replace('_', ' '),
				type, checksum(file), true);
	}

	void record(@Nullable String version, String description, String type, @Nullable Integer checksum,
			boolean success) {
		int rank = this.rows.stream().mapToInt(HistoryRow::rank).max().orElse(type.equals("SCHEMA") ? -1 : 0) + 1;
		this.rows.add(new HistoryRow(rank, version,
				(description.length() > 200) ? description.substring(0, 197) + "..." : description, type, checksum,
				success, null));
	}

	void changeFile(UnaryOperator<GeneratedFile> change) {
		int index = this.random.nextInt(this.files.size());
		this.files.set(index, change.apply(this.files.get(index)));
	}

	void changeRow(UnaryOperator<HistoryRow> change) {
		if (!this.rows.isEmpty()) {
			int index = this.random.nextInt(this.rows.size());
			this.rows.set(index, change.apply(this.rows.get(index)));
		}
	}

	@Nullable HistoryRow row(boolean repeatable) {
		List<HistoryRow> candidates = this.rows.stream()
			.filter((row) -> (row.version() == null) == repeatable)
			.toList();
		return candidates.isEmpty() ? null : pick(candidates);
	}

	/**
	 * Move a row to another place in the history.
	 */
	void moveRow() {
		if (!this.rows.isEmpty()) {
			HistoryRow moved = this.rows.remove(this.random.nextInt(this.rows.size()));
			this.rows.add(this.random.nextInt(this.rows.size() + 1), moved);
			int first = this.rows.stream().mapToInt(HistoryRow::rank).min().orElse(1);
			for (int i = 0; i < this.rows.size(); i++) {
				this.rows.set(i, Change.ranked(this.rows.get(i), first + i));
			}
		}
		this.rows.sort(Comparator.comparingInt(HistoryRow::rank));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("changes %s, outOfOrder %s, replacing %s, seeds %s, encoding %s, %s%n"
			.formatted(this.changes, this.outOfOrder, this.replacing, this.seeds, this.encoding, this.damage));
		this.files.forEach((file) -> text.append("  ").append(file).append('\n'));
		text.append("  ").append(this.otherFiles.keySet()).append('\n');
		this.rows.forEach((row) -> text.append("  ").append(row).append('\n'));
		return text.toString();
	}

}
