package io.bailiwick.migration.history;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What may happen to the files or to the history of a domain.
 */
enum Change {

	EDIT_FILE((domain) -> domain.changeFile((file) -> file.withContent(file.content() + "SELECT 99;"))),

	EDIT_COMMENT((domain) -> domain.changeFile((file) -> file.withContent(file.content() + "-- comment"))),

	EDIT_SPACE((domain) -> domain.changeFile((file) -> file.withContent(file.content().replace("\n", " \n")))),

	WINDOWS_LINES((domain) -> domain.changeFile((file) -> file.withContent(file.content().replace("\n", "\r\n")))),

	OLD_LINES((domain) -> domain.changeFile((file) -> file.withContent(file.content().replace("\n", "\r")))),

	BYTE_ORDER_MARK((domain) -> domain.changeFile((file) -> file.withContent("\uFEFF" + file.content()))),

	SECOND_MARK((domain) -> domain.changeFile((file) -> file.withContent("\uFEFF\uFEFF" + file.content()))),

	FINAL_LINE_END((domain) -> domain.changeFile((file) -> file.withContent(file.content() + "\n"))),

	BLANK_LINE((domain) -> domain.changeFile((file) -> file.withContent("\n" + file.content()))),

	NO_LINE_END((domain) -> domain.changeFile((file) -> file.withContent(file.content().strip()))),

	OTHER_LINE_SEPARATOR(
			(domain) -> domain.changeFile((file) -> file.withContent(file.content().replace("\n", "\u0085")))),

	REMOVE_FILE((domain) -> {
		if (domain.files.size() > 1) {
			domain.files.remove(domain.random.nextInt(domain.files.size()));
		}
	}),

	ADD_VERSION((domain) -> domain.files
		.add(new GeneratedFile("V", domain.newVersion(), domain.description(), domain.content()))),

	ADD_VERSION_AND_ROW((domain) -> {
		ADD_VERSION.apply(domain);
		domain.record(domain.files.get(domain.files.size() - 1));
	}),

	ADD_REPEATABLE((domain) -> domain.files.add(new GeneratedFile("R", "", domain.description(), domain.content()))),

	ADD_BASELINE_FILE((domain) -> {
		String version = (domain.random.nextInt(2) == 0) ? "2.1" : "3";
		if (domain.files.stream().noneMatch((file) -> file.prefix().equals("B") && file.isOf(version))) {
			domain.files.add(new GeneratedFile("B", version, domain.description(), domain.content()));
		}
	}),

	APPLIED_BASELINE_FILE((domain) -> {
		int before = domain.files.size();
		ADD_BASELINE_FILE.apply(domain);
		if (domain.files.size() > before) {
			domain.record(domain.files.get(before));
		}
	}),

	BASELINE_FILE_ALONE((domain) -> {
		domain.rows.clear();
		APPLIED_BASELINE_FILE.apply(domain);
		domain.files.stream().filter(GeneratedFile::isRepeatable).forEach(domain::record);
	}),

	ADD_UNDO_FILE((domain) -> domain.otherFiles.put("U1__undo.sql", bytes("SELECT 1;"))),

	SPELL_VERSION((domain) -> domain.changeFile(
			(file) -> file.isRepeatable() ? file : file.withVersion("0" + file.version().replace('.', '_') + ".0"))),

	DESCRIBE_FILE((domain) -> domain.changeFile((file) -> file.withDescription(domain.description()))),

	MOVE_FILE_TO_BASELINE((domain) -> domain.changeFile((file) -> (file.isRepeatable()
			|| domain.files.stream().anyMatch((other) -> other.prefix().equals("B") && other.isOf(file.version())))
					? file : file.withPrefix("B"))),

	UNKNOWN_PLACEHOLDER((domain) -> domain.changeFile((file) -> file.withContent("SELECT '${unknown}';"))),

	PLACEHOLDER_OF_FLYWAY((domain) -> {
		GeneratedFile file = new GeneratedFile("R", "", domain.description(), "SELECT '${flyway:workingDirectory}';");
		domain.files.add(file);
		String directory = System.getProperty("user.dir");
		domain.record(null, file.description().replace('_', ' '), "SQL",
				FlywayChecksum.of(domain.replacing ? "SELECT '%s';".formatted(directory) : file.content()), true);
		domain.doubts.add("has a placeholder");
	}),

	PLACEHOLDER_IN_OTHER_CASE((domain) -> {
		GeneratedFile file = new GeneratedFile("R", "", domain.description(), "SELECT '${NAME}';");
		domain.files.add(file);
		domain.record(null, file.description().replace('_', ' '), "SQL",
				FlywayChecksum.of(domain.replacing ? "SELECT 'value';" : file.content()), true);
		domain.doubts.add("has a placeholder");
	}),

	UNFINISHED_PLACEHOLDER((domain) -> domain.changeFile((file) -> file.withContent("SELECT '${name';"))),

	RAW_CHECKSUM((domain) -> {
		GeneratedFile file = new GeneratedFile("R", "", domain.description(), "SELECT '${name}';");
		domain.files.add(file);
		domain.record(null, file.description().replace('_', ' '), "SQL", FlywayChecksum.of(file.content()), true);
	}),

	CALLBACK_FILE((domain) -> {
		domain.otherFiles.put("afterMigrate__x.sql", bytes("SELECT 1;"));
		domain.doubts.add("may change what Flyway does");
	}),

	CONFIGURATION_FILE((domain) -> {
		GeneratedFile file = domain.pick(domain.files);
		domain.otherFiles.put(file.name() + ".conf", bytes("executeInTransaction=true"));
		domain.doubts.add("may change what Flyway does");
	}),

	WRONG_ENCODING((domain) -> domain.otherFiles.put("V88__wrong.sql", new byte[] { 'S', (byte) 0xC3, '(', '\n' })),

	DELETE_ROW((domain) -> {
		if (!domain.rows.isEmpty()) {
			domain.rows.remove(domain.random.nextInt(domain.rows.size()));
		}
	}),

	DELETE_ALL_ROWS((domain) -> domain.rows.clear()),

	FAIL_ROW((domain) -> domain
		.changeRow((row) -> with(row, row.version(), row.description(), row.type(), row.checksum(), false))),

	RETYPE_ROW((domain) -> domain.changeRow((row) -> with(row, row.version(), row.description(),
			RowType.values()[domain.random.nextInt(RowType.values().length)].name(), row.checksum(), row.success()))),

	STRANGE_TYPE((domain) -> domain.changeRow((row) -> with(row, row.version(), row.description(),
			domain.pick(List.of("UNDO_SQL", "SPRING_JDBC", "sql", "")), row.checksum(), row.success()))),

	NO_CHECKSUM((domain) -> domain
		.changeRow((row) -> with(row, row.version(), row.description(), row.type(), null, row.success()))),

	OTHER_CHECKSUM((domain) -> domain
		.changeRow((row) -> with(row, row.version(), row.description(), row.type(), 42, row.success()))),

	DESCRIBE_ROW((domain) -> domain.changeRow((row) -> with(row, row.version(), row.description().substring(1),
			row.type(), row.checksum(), row.success()))),

	NO_DESCRIPTION((domain) -> domain.changeRow(
			(row) -> with(row, row.version(), "<< no description >>", row.type(), row.checksum(), row.success()))),

	SPELL_ROW((domain) -> domain.changeRow((row) -> (row.version() == null) ? row
			: with(row, "0" + row.version() + ".0", row.description(), row.type(), row.checksum(), row.success()))),

	FUTURE_ROW((domain) -> domain.record("9999999999999999", "future", "SQL", 1, true)),

	FUTURE_ROW_OF_CODE((domain) -> domain.record("99999999999999999", "future", "JDBC", null, true)),

	FAILED_FUTURE_ROW((domain) -> domain.record("999999999999999999", "future", "SQL", 1, false)),

	MISSING_ROW((domain) -> domain.record("0.5", "missing", "SQL", 1, true)),

	MISSING_REPEATABLE_ROW((domain) -> domain.record(null, "missing", "SQL", 1, true)),

	BASELINE_FIRST((domain) -> {
		String version = domain.pick(List.of("0", "1", "2.1", "4", "100"));
		domain.record(version, "<< Flyway Baseline >>", "BASELINE", null, domain.random.nextInt(5) > 0);
		HistoryRow baseline = domain.rows.remove(domain.rows.size() - 1);
		domain.rows.add(0, baseline);
		for (int i = 0; i < domain.rows.size(); i++) {
			domain.rows.set(i, ranked(domain.rows.get(i), i + 1));
		}
	}),

	BASELINE_INSTEAD((domain) -> {
		HistoryRow row = domain.row(false);
		if (row != null) {
			Version version = Version.of(row.version());
			domain.rows.removeIf((other) -> {
				Version candidate = (other.version() != null) ? Version.of(other.version()) : null;
				return candidate != null && version != null && candidate.compareTo(version) <= 0;
			});
			baseline(domain, row.version());
			domain.moveRow();
		}
	}),

	BASELINE_LAST((domain) -> baseline(domain, "3")),

	SCHEMA_MARKER((domain) -> domain.record(null, "<< Flyway Schema Creation >>", "SCHEMA", null, true)),

	MOVE_ROW(GeneratedDomain::moveRow),

	DELETED_VERSION((domain) -> deletion(domain, domain.row(false), true)),

	DELETED_REPEATABLE((domain) -> deletion(domain, domain.row(true), true)),

	DELETED_IN_VAIN((domain) -> deletion(domain, domain.row(domain.random.nextBoolean()), false)),

	DELETED_AND_GONE((domain) -> {
		HistoryRow row = domain.row(false);
		deletion(domain, row, true);
		if (row != null && domain.files.size() > 1) {
			domain.files.removeIf((file) -> file.isOf(row.version()) && domain.files.size() > 1);
		}
	}),

	DELETED_AND_BACK((domain) -> {
		HistoryRow row = domain.row(domain.random.nextInt(3) == 0);
		deletion(domain, row, true);
		if (row != null) {
			domain.record(row.version(), row.description(), row.type(), row.checksum(), true);
		}
	}),

	DELETED_TWICE_AND_GONE((domain) -> {
		DELETED_AND_GONE.apply(domain);
		HistoryRow last = domain.rows.isEmpty() ? null : domain.rows.get(domain.rows.size() - 1);
		if (last != null && last.type().equals("DELETE")) {
			deletion(domain, last, true);
		}
	}),

	DELETED_AFTER_FAILURE((domain) -> {
		HistoryRow row = domain.row(domain.random.nextBoolean());
		deletion(domain, row, true);
		domain.rows.replaceAll((other) -> (other == row)
				? with(row, row.version(), row.description(), row.type(), row.checksum(), false) : other);
		if (row != null) {
			domain.record(row.version(), row.description(), row.type(), row.checksum(), true);
		}
	}),

	DELETION_OF_A_FUTURE_VERSION((domain) -> {
		ADD_VERSION.apply(domain);
		domain.record("99999999999999999999", "future", "DELETE", null, false);
	}),

	HIGHEST_DELETED_AND_GONE((domain) -> {
		domain.record("99999999999999999999", "gone", "SQL", 1, true);
		domain.record("99999999999999999999", "gone", "DELETE", 1, true);
		domain.files.add(new GeneratedFile("V", "40000000000000", domain.description(), domain.content()));
	}),

	TWO_FAILED_FUTURE_ROWS((domain) -> {
		FAILED_FUTURE_ROW.apply(domain);
		domain.record("9999999999999999999", "future", "SQL", 1, false);
	}),

	FUTURE_SEEDS((domain) -> {
		domain.seeds = true;
		domain.record("9999999999999999", "future", "SQL", 1, domain.random.nextBoolean());
	}),

	FAILED_BASELINE_FILE((domain) -> {
		int before = domain.rows.size();
		APPLIED_BASELINE_FILE.apply(domain);
		domain.rows.replaceAll((row) -> (domain.rows.indexOf(row) >= before)
				? with(row, row.version(), row.description(), row.type(), row.checksum(), false) : row);
	}),

	BASELINE_ROW_AND_FILE((domain) -> {
		domain.rows.clear();
		domain.files.removeIf((file) -> !file.isRepeatable());
		domain.files.forEach(domain::record);
		baseline(domain, "3");
		domain.files.add(new GeneratedFile("B", "3", domain.description(), domain.content()));
	}),

	BASELINE_FILES_BEFORE_THE_START((domain) -> {
		domain.rows.clear();
		domain.files.add(new GeneratedFile("B", "2.2", domain.description(), domain.content()));
		domain.files.add(new GeneratedFile("B", "3.3", domain.description(), domain.content()));
	}),

	FAILED_BELOW_BASELINE((domain) -> {
		domain.record("0.1", "failed", "JDBC", null, false);
		baseline(domain, "3");
	}),

	UNDO_ROW((domain) -> domain.record("0.5", "undo", "UNDO_SCRIPT", 1, true)),

	FAILED_DELETED_AND_GONE((domain) -> {
		domain.record(null, "gone", "SQL", 1, false);
		domain.record(null, "gone", "DELETE", 1, true);
	}),

	RUN_AGAIN_DELETED_AND_GONE((domain) -> {
		domain.record(null, "gone", "SQL", 1, true);
		domain.record(null, "gone", "SQL", 2, true);
		domain.record(null, "gone", "DELETE", 2, true);
	}),

	RUN_AGAIN((domain) -> {
		GeneratedFile file = new GeneratedFile("R", "", domain.description(), domain.content());
		domain.files.add(file);
		domain.record(null, file.description().replace('_', ' '), "SQL", 7, true);
		domain.record(file);
	}),

	CODE_BECAME_THE_HIGHEST_FILE((domain) -> {
		domain.files.add(new GeneratedFile("V", "30000000000000", domain.description(), domain.content()));
		domain.record("30000000000000", "of code", "JDBC", null, true);
	}),

	RUN_AGAIN_OTHERWISE((domain) -> {
		HistoryRow row = domain.row(true);
		if (row != null) {
			domain.record(null, row.description(), "JDBC", row.checksum(), true);
		}
	}),

	STRANGE_VERSION((domain) -> {
		domain.changeRow((row) -> with(row, domain.pick(List.of("latest", "current", "next", "-1", "+5", "x", "1.")),
				row.description(), row.type(), row.checksum(), row.success()));
		domain.doubts.add("of an unusual kind");
	}),

	NEGATIVE_RANK((domain) -> {
		domain.changeRow((row) -> ranked(row, -1 - domain.rows.indexOf(row)));
		domain.doubts.add("of an unusual kind");
	}),

	NO_TABLE((domain) -> domain.damage = "DROP TABLE %s"),

	EXTRA_COLUMN((domain) -> {
		domain.damage = "ALTER TABLE %s ADD COLUMN more text";
		domain.doubts.add("other columns");
	}),

	ROW_SECURITY((domain) -> {
		domain.damage = "ALTER TABLE %s ENABLE ROW LEVEL SECURITY";
		domain.doubts.add("no plain table");
	}),

	WIDER_CHECKSUM((domain) -> {
		domain.damage = "ALTER TABLE %s ALTER COLUMN checksum TYPE bigint";
		domain.doubts.add("other columns");
	}),

	VIEW((domain) -> domain.damage = "ALTER TABLE %1$s RENAME TO moved; CREATE VIEW %1$s AS SELECT * FROM %2$s.moved");

	private final Consumer<GeneratedDomain> action;

	Change(Consumer<GeneratedDomain> action) {
		this.action = action;
	}

	void apply(GeneratedDomain domain) {
		this.action.accept(domain);
	}

	private static void baseline(GeneratedDomain domain, @Nullable String version) {
		domain.record(version, "<< Flyway Baseline >>", "BASELINE", null, true);
	}

	private static void deletion(GeneratedDomain domain, @Nullable HistoryRow row, boolean success) {
		if (row != null) {
			domain.record(row.version(), row.description(), "DELETE", row.checksum(), success);
		}
	}

	private static HistoryRow with(HistoryRow row, @Nullable String version, String description, String type,
			@Nullable Integer checksum, boolean success) {
		return new HistoryRow(row.rank(), version, description, type, checksum, success, null);
	}

	static HistoryRow ranked(HistoryRow row, int rank) {
		return new HistoryRow(rank, row.version(), row.description(), row.type(), row.checksum(), row.success(), null);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
