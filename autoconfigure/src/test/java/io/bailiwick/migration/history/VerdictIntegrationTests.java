package io.bailiwick.migration.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainFlyway;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptException;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares our verdict on generated domains with what Flyway itself does to them. More of
 * them: {@code -Dbailiwick.histories=5000 -Dbailiwick.histories.seed=…}.
 */
class VerdictIntegrationTests {

	private static final int COUNT = Integer.getInteger("bailiwick.histories", 3 * Change.values().length);

	private static final long SEED = Long.getLong("bailiwick.histories.seed", 20261121L);

	private final Database database = TestPostgres.newDatabase();

	private final Map<String, Integer> outcomes = new TreeMap<>();

	@TempDir
	private Path directory;

	@Test
	void theVerdictIsTheOneThatFlywayComesTo() throws Exception {
		System.out.printf("%d generated histories, seed %d%n", COUNT, SEED);
		try (Connection connection = this.database.connect()) {
			SingleConnectionDataSource dataSource = new SingleConnectionDataSource(connection, true);
			writeTemplates(dataSource);
			for (int i = 0; i < COUNT; i++) {
				// Neighbouring seeds begin alike.
				Random random = new Random((SEED + i) * 0x9E3779B97F4A7C15L);
				Change first = Change.values()[i % Change.values().length];
				boolean alone = (i / Change.values().length) % 2 == 0;
				compare(i, new GeneratedDomain(random, first, alone), dataSource);
			}
		}
		System.out.println(this.outcomes);
		assertThat(this.outcomes.get("nothing to do")).isGreaterThan(COUNT / 5);
		assertThat(this.outcomes.get("something to do")).isGreaterThan(COUNT / 10);
		assertThat(this.outcomes.get("refused")).isGreaterThan(COUNT / 10);
	}

	/**
	 * The tables as Flyway itself makes them, to be copied.
	 */
	private void writeTemplates(SingleConnectionDataSource dataSource) throws IOException {
		new JdbcTemplate(dataSource).execute("CREATE SCHEMA template");
		Path folder = Files.createDirectory(this.directory.resolve("template"));
		Files.writeString(folder.resolve("V1__x.sql"), "SELECT 1;");
		Domain domain = domain("template", folder);
		DomainFlyway flyway = new DomainFlyway(domain, dataSource, MigrationSettings.defaults(),
				getClass().getClassLoader());
		flyway.migrating(scripts(domain)).migrate();
	}

	private void compare(int number, GeneratedDomain generated, SingleConnectionDataSource dataSource)
			throws Exception {
		Domain domain = write(generated, number);
		TableName table = new TableName(domain.schema(), generated.table().table());
		MigrationSettings settings = new MigrationSettings(generated.encoding, MigrationSettings.DEFAULT_HISTORY_TABLE,
				generated.outOfOrder, generated.replacing, GeneratedDomain.PLACEHOLDERS,
				MigrationSettings.DEFAULT_LOCK_TIMEOUT);
		DomainScripts scripts;
		try {
			scripts = scripts(domain);
		}
		catch (ScriptException ex) {
			count("no usable files");
			return;
		}
		Connection connection = dataSource.getConnection();
		writeHistory(connection, table, generated);
		DomainFlyway domainFlyway = new DomainFlyway(domain, dataSource, settings, getClass().getClassLoader());
		Flyway flyway = generated.seeds ? domainFlyway.seeding(scripts) : domainFlyway.migrating(scripts);

		History history = Histories.read(connection, List.of(table)).get(0);
		ValidationRules rules = generated.seeds ? ValidationRules.missingFilesAllowed()
				: ValidationRules.defaults(generated.outOfOrder);
		Comparison comparison = history.compareWith(MigrationFiles.read(scripts, generated.encoding,
				generated.replacing ? GeneratedDomain.PLACEHOLDERS : null, table), rules);

		String what = "seed %d, domain %d: %s%n%s".formatted(SEED + number, number, comparison, generated);
		if (comparison.known() && number % 3 != 0) {
			compareStatus(what, comparison, flyway);
		}
		String before = (history.rows() != null) ? dump(dataSource, table) : null;
		String outcome = migrate(flyway);
		if (outcome.equals("nothing to do") && before != null) {
			assertThat(dump(dataSource, table)).as(what).isEqualTo(before);
		}
		count(outcome);
		if (comparison.nothingToDo()) {
			assertThat(outcome).as("nothing is to be done, says the verdict on %s", what).isEqualTo("nothing to do");
		}
		else if (outcome.equals("nothing to do")) {
			assertThat(comparison.known()).as("Flyway finds nothing to do for %s", what).isFalse();
			assertThat(generated.doubts).as("reasons to doubt %s", what)
				.anySatisfy((doubt) -> assertThat(comparison.difference()).contains(doubt));
			count("nothing to do, but left to Flyway");
		}
	}

	private void count(String outcome) {
		this.outcomes.merge(outcome, 1, Integer::sum);
	}

	private static String migrate(Flyway flyway) {
		try {
			return (flyway.migrate().migrationsExecuted == 0) ? "nothing to do" : "something to do";
		}
		catch (RuntimeException ex) {
			// Some histories make Flyway stumble over a null rather than say what it
			// misses.
			return "refused";
		}
	}

	private static void compareStatus(String what, Comparison comparison, Flyway flyway) {
		MigrationInfoService info;
		try {
			info = flyway.info();
		}
		catch (RuntimeException ex) {
			return;
		}
		MigrationInfo current = info.current();
		Integer last = Arrays.stream(info.applied())
			.map(MigrationInfo::getInstalledRank)
			.max(Comparator.naturalOrder())
			.orElse(null);
		assertThat(comparison.pending()).as(what).isEqualTo(info.pending().length);
		assertThat(comparison.currentVersion()).as(what)
			.isEqualTo((current != null && current.getVersion() != null) ? current.getVersion().getVersion() : null);
		assertThat((comparison.last() != null) ? comparison.last().rank() : null).as(what).isEqualTo(last);
		assertThat(comparison.unknownVersion() != null).as(what)
			.isEqualTo(Arrays.stream(info.all()).anyMatch(VerdictIntegrationTests::isOfNewerApplication));
	}

	private static boolean isOfNewerApplication(MigrationInfo migration) {
		return migration.getVersion() != null && (migration.getState() == MigrationState.FUTURE_SUCCESS
				|| migration.getState() == MigrationState.FUTURE_FAILED);
	}

	private Domain write(GeneratedDomain generated, int number) throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("domain" + number));
		for (GeneratedFile file : generated.files) {
			Files.write(folder.resolve(file.name()), file.bytes(generated.encoding));
		}
		for (Map.Entry<String, byte[]> file : generated.otherFiles.entrySet()) {
			Files.write(folder.resolve(file.getKey()), file.getValue());
		}
		return domain(generated.schema(), folder);
	}

	private static Domain domain(String schema, Path folder) {
		return new Domain("users", schema, Domain.MAIN_DATABASE, Set.of(), List.of("filesystem:" + folder));
	}

	private static DomainScripts scripts(Domain domain) {
		return new ScriptFolders(new PathMatchingResourcePatternResolver(), List.of())
			.migrations(Domains.of(List.of(domain)))
			.get(domain.name());
	}

	private static void writeHistory(Connection connection, TableName table, GeneratedDomain generated)
			throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("DROP SCHEMA IF EXISTS %1$s CASCADE; CREATE SCHEMA %1$s".formatted(table.schema()));
			statement.execute("CREATE TABLE %s (LIKE template.flyway_schema_history INCLUDING ALL)".formatted(table));
		}
		List<HistoryRow> rows = new ArrayList<>(generated.rows);
		// The order in which they are stored must not matter.
		rows.sort(Comparator.comparing(HistoryRow::description));
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO %s VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(table))) {
			for (HistoryRow row : rows) {
				insert.setInt(1, row.rank());
				insert.setString(2, row.version());
				insert.setString(3, row.description());
				insert.setString(4, row.type());
				insert.setString(5, "script");
				insert.setObject(6, row.checksum(), Types.INTEGER);
				insert.setString(7, "somebody");
				insert.setTimestamp(8, Timestamp.from(Instant.EPOCH));
				insert.setInt(9, 1);
				insert.setBoolean(10, row.success());
				insert.addBatch();
			}
			insert.executeBatch();
		}
		if (generated.damage != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(generated.damage.formatted(table, table.schema()));
			}
		}
	}

	private static String dump(SingleConnectionDataSource dataSource, TableName table) {
		return new JdbcTemplate(dataSource)
			.queryForList("SELECT h::text FROM %s h ORDER BY 1".formatted(table), String.class)
			.stream()
			.collect(Collectors.joining("\n"));
	}

}
