package io.bailiwick.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code java -jar bailiwick-sample-app.jar db …}, as somebody types it.
 */
class DatabaseCommandIntegrationTests {

	@TempDir(factory = TargetDirectory.class)
	private static Path directory;

	private static EmbeddedServer server;

	private final Map<String, String> environment = new HashMap<>();

	private String url = "";

	@BeforeAll
	static void startServer() {
		server = EmbeddedServer.start(EmbeddedServerSettings.in(directory.resolve("server")));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createDatabase(TestInfo test) throws SQLException {
		String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
		try (Connection connection = connect(server.jdbcUrl()); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
		this.url = server.jdbcUrl().replaceFirst("/postgres$", "/" + name);
		this.environment.put("SPRING_DATASOURCE_URL", this.url);
		this.environment.put("SPRING_DATASOURCE_USERNAME", server.username());
		this.environment.put("SPRING_DATASOURCE_PASSWORD", server.password());
	}

	@Test
	void whatIsTypedWronglyIsAnsweredWithoutADatabase() throws Exception {
		this.environment.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:1/nowhere");
		assertThat(db("--help")).satisfies((help) -> {
			assertThat(help.code()).isZero();
			assertThat(help.out()).contains("Usage: db", "migrate", "validate", "Exit codes:");
			assertThat(help.err()).isEmpty();
		});
		assertThat(db("migrat")).satisfies((wrong) -> {
			assertThat(wrong.code()).isEqualTo(2);
			assertThat(wrong.out()).isEmpty();
			assertThat(wrong.err()).startsWith("There is no verb 'migrat'. Did you mean 'migrate'?");
		});
		assertThat(db("info")).satisfies((unreachable) -> {
			assertThat(unreachable.code()).isEqualTo(1);
			assertThat(unreachable.out()).isEmpty();
			assertThat(unreachable.err()).contains("No PostgreSQL server could be reached", "Nothing was changed.")
				.doesNotContain("\tat ", "WARN", "ERROR");
		});
	}

	@Test
	void aDatabaseIsPlannedMigratedAndShown() throws Exception {
		CommandProcess planned = db("plan", "--check", "--json");
		assertThat(planned.code()).as(planned.text()).isEqualTo(3);
		assertThat(planned.err()).isEmpty();
		assertThat(planned.json().path("steps").size()).isGreaterThanOrEqualTo(10);
		assertThat(texts(planned.json().path("steps"), "domain")).startsWith("users", "users", "users", "wallets");
		assertThat(planned.json().at("/steps/0/statements/0/sql").asString())
			.isEqualTo("CREATE SCHEMA IF NOT EXISTS \"users\"");
		assertThat(query("SELECT count(*) FROM pg_namespace WHERE nspname = 'users'")).as("a plan creates nothing")
			.isEqualTo("0");

		CommandProcess first = db("migrate", "wallets", "--to", "wallets@1");
		assertThat(first.code()).as(first.text()).isZero();
		assertThat(first.out()).contains("create shared functions", "create wallets", "Applied 3 migrations.");

		CommandProcess behind = db("validate", "wallets");
		assertThat(behind.code()).as(behind.text()).isEqualTo(3);
		assertThat(behind.out()).contains("version 2 (create deposits)", "Behind: 1 migration to apply")
			.contains("java -jar " + ClassPaths.sampleJar() + " db migrate wallets");

		CommandProcess rest = db("migrate", "--json");
		assertThat(rest.code()).as(rest.text()).isZero();
		assertThat(texts(rest.json().path("applied"), "version")).startsWith("2", "1", "2", "3");

		CommandProcess shown = db("info");
		assertThat(shown.code()).isZero();
		assertThat(shown.err()).isEmpty();
		assertThat(shown.out().lines().toList().get(0))
			.matches("domain +version +description +state +applied on +by +took +checksum +undo");
		assertThat(shown.out()).contains("users at 2; wallets at 2; transfers at ").doesNotContain("\u001B");

		JsonNode info = db("info", "transfers", "--json").json();
		assertThat(info.at("/domains/0/pending").asInt()).isZero();
		assertThat(info.at("/domains/0/migrations/0/installedOn").asString()).matches("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");
		assertThat(info.at("/domains/0/migrations/0/state").asString()).isEqualTo("applied");
		assertThat(db("validate"))
			.isEqualTo(new CommandProcess(0, "Up to date: users, wallets, transfers" + System.lineSeparator(), ""));
	}

	@Test
	void aChangedFileIsExplainedAndItsHistoryMended() throws Exception {
		assertThat(db("migrate").code()).isZero();
		update("UPDATE users.flyway_schema_history SET checksum = 1 WHERE version = '2'");
		CommandProcess invalid = db("validate", "--json");
		assertThat(invalid.code()).as(invalid.text()).isEqualTo(1);
		assertThat(invalid.json().path("verdict").asString()).isEqualTo("invalid");
		assertThat(invalid.json().at("/findings/0/kind").asString()).isEqualTo("changed");
		assertThat(invalid.json().at("/findings/0/remedy").asString()).contains("db repair users --accept users@2");

		CommandProcess refused = db("migrate");
		assertThat(refused.code()).isEqualTo(1);
		assertThat(refused.out()).isEmpty();
		assertThat(refused.err()).startsWith("Failed").contains("users").doesNotContain("\tat ");

		CommandProcess unasked = db("repair", "--accept", "users@2");
		assertThat(unasked.code()).isEqualTo(1);
		assertThat(unasked.err()).contains("There is nobody to ask", "Nothing was changed.", "--yes");
		assertThat(query("SELECT checksum FROM users.flyway_schema_history WHERE version = '2'")).isEqualTo("1");

		CommandProcess repaired = db("repair", "--accept", "users@2", "--yes", "--json");
		assertThat(repaired.code()).as(repaired.text()).isZero();
		assertThat(repaired.json().at("/repaired/0/domain").asString()).isEqualTo("users");
		assertThat(query("SELECT checksum FROM users.flyway_schema_history WHERE version = '2'")).isNotEqualTo("1");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void atATerminalAQuestionIsAskedAndOnlyAYesIsOne() throws Exception {
		assertThat(db("migrate").code()).isZero();
		update("CREATE TABLE transfers.precious (id int)");
		CommandProcess declined = dbAtTerminal("no\n", "reset", "transfers");
		assertThat(declined.code()).as(declined.text()).isEqualTo(1);
		assertThat(declined.text()).contains("\u001B[1mdomain", "Drop all of this and build it again? [y/N]",
				"Nothing was changed.");
		CommandProcess silent = dbAtTerminal("\u0004", "reset", "transfers");
		assertThat(silent.code()).as(silent.text()).isEqualTo(1);
		assertThat(silent.text()).contains("No answer. Nothing was changed.");
		assertThat(query("SELECT to_regclass('transfers.precious') IS NOT NULL")).isEqualTo("t");
		CommandProcess agreed = dbAtTerminal("y\n", "reset", "transfers");
		assertThat(agreed.code()).as(agreed.text()).isZero();
		assertThat(query("SELECT to_regclass('transfers.precious') IS NOT NULL")).isEqualTo("f");
		assertThat(query("SELECT to_regclass('transfers.transfers') IS NOT NULL")).isEqualTo("t");
	}

	@Test
	void whatIsUndoneIsShownWithTheDataThatGoes() throws Exception {
		Path folder = Files.createDirectories(directory.resolve("notes"));
		Files.writeString(folder.resolve("V1__create_notes.sql"), """
				CREATE TABLE notes.notes (body text);
				INSERT INTO notes.notes VALUES ('one'), ('two');
				""");
		Files.writeString(folder.resolve("U1__create_notes.sql"), "DROP TABLE notes.notes;");
		String notes = "--bailiwick.domains.notes.locations=filesystem:" + folder;
		assertThat(db("migrate", "notes", notes).code()).isZero();
		CommandProcess unasked = db("undo", "notes", notes);
		assertThat(unasked.code()).as(unasked.text()).isEqualTo(1);
		assertThat(unasked.out()).contains("DROP TABLE notes.notes;", "This loses: table notes.notes with 2 rows");
		assertThat(query("SELECT count(*) FROM notes.notes")).isEqualTo("2");
		CommandProcess undone = db("undo", "notes", "--to", "0", "--yes", "--json", notes);
		assertThat(undone.code()).as(undone.text()).isZero();
		assertThat(undone.json().at("/undone/0/losses/0/rows").asInt()).isEqualTo(2);
		assertThat(query("SELECT to_regclass('notes.notes') IS NULL")).isEqualTo("t");
	}

	@Test
	void whatAnotherToolHasMigratedIsTakenOver() throws Exception {
		Path folder = Files.createDirectories(directory.resolve("adopted"));
		Files.writeString(folder.resolve("000001_create_notes.up.sql"), "CREATE TABLE notes.notes (body text);");
		Files.writeString(folder.resolve("000002_add_author.up.sql"), "ALTER TABLE notes.notes ADD author text;");
		update("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");
		update("INSERT INTO schema_migrations VALUES (1, false)");
		update("CREATE SCHEMA notes CREATE TABLE notes (body text)");
		String notes = "--bailiwick.domains.notes.locations=filesystem:" + folder;
		CommandProcess unasked = db("adopt", "notes", "--map", "1=notes", notes);
		assertThat(unasked.code()).as(unasked.text()).isEqualTo(1);
		assertThat(unasked.out()).contains("golang-migrate", "000001_create_notes.up.sql",
				"The database has exactly what these files describe");
		assertThat(query("SELECT to_regclass('notes.flyway_schema_history') IS NULL")).isEqualTo("t");
		CommandProcess adopted = db("adopt", "notes", "--map", "1=notes", "--yes", "--json", notes);
		assertThat(adopted.code()).as(adopted.text()).isZero();
		assertThat(adopted.json().path("proof").asString()).isEqualTo("same");
		assertThat(query("SELECT script FROM notes.flyway_schema_history")).isEqualTo("000001_create_notes.up.sql");
	}

	@Test
	void theNextMigrationIsWrittenWithoutADatabase() throws Exception {
		this.environment.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:1/nowhere");
		Path folder = Files.createDirectories(work().resolve("src/main/resources/db/migration/users"));
		Files.writeString(folder.resolve("V7__last.sql"), "SELECT 1;");
		CommandProcess written = db("new", "users", "add", "nick", "names", "--json");
		assertThat(written.code()).as(written.text()).isZero();
		assertThat(written.json().path("version").asString()).isEqualTo("8");
		assertThat(folder.resolve("V8__add_nick_names.sql")).content().contains("-- Description: add nick names");
	}

	@Test
	void whatIsNotThereYetIsWaitedForAndWhatIsMissingIsNamed() throws Exception {
		CommandProcess early = db("wait", "users", "--timeout", "0");
		assertThat(early.code()).as(early.text()).isEqualTo(1);
		assertThat(early.err()).contains("users");
		assertThat(db("migrate", "users", "--backup").code()).isZero();
		CommandProcess unsaved = db("backup", "--bailiwick.backup.bin-directory=" + work());
		assertThat(unsaved.code()).as(unsaved.text()).isEqualTo(1);
		assertThat(unsaved.err()).contains("pg_dump", "Nothing was changed.").doesNotContain("\tat ");
		assertThat(db("wait", "users", "--json").json().path("waitedMillis").isNumber()).isTrue();
	}

	@Test
	void whatCanNotBeDoneIsExplained() throws Exception {
		CommandProcess unknown = db("info", "walets");
		assertThat(unknown.code()).as(unknown.text()).isEqualTo(2);
		assertThat(unknown.err()).contains("There is no domain 'walets'. Did you mean 'wallets'?");
		CommandProcess production = db("reset", "transfers", "--yes", "--spring.profiles.active=prod");
		assertThat(production.code()).isEqualTo(1);
		assertThat(production.err()).contains("never reset while a production profile is active",
				"Nothing was dropped.");
		this.environment.put("SPRING_DATASOURCE_PASSWORD", "wrong");
		CommandProcess shut = db("validate", "--json");
		assertThat(shut.code()).isEqualTo(1);
		assertThat(shut.out()).isEmpty();
		assertThat(shut.err()).contains("The server refused the role 'postgres'", "SPRING_DATASOURCE_URL")
			.doesNotContain("\tat ", "wrong\n");
	}

	private CommandProcess db(String... arguments) throws Exception {
		return CommandProcess.run(work(), this.environment, command(arguments));
	}

	private CommandProcess dbAtTerminal(String typed, String... arguments) throws Exception {
		this.environment.put("TERM", "xterm");
		return CommandProcess.runAtTerminal(work(), this.environment, command(arguments), typed);
	}

	private static Path work() throws Exception {
		return Files.createDirectories(directory.resolve("work"));
	}

	private static List<String> command(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("-jar", ClassPaths.sampleJar().toString(), "db"));
		command.addAll(List.of(arguments));
		return command;
	}

	private static List<String> texts(JsonNode list, String member) {
		List<String> texts = new ArrayList<>();
		list.forEach((item) -> texts.add(item.path(member).asString()));
		return texts;
	}

	private String query(String sql) throws SQLException {
		try (Connection connection = connect(this.url);
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

	private void update(String sql) throws SQLException {
		try (Connection connection = connect(this.url); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static Connection connect(String url) throws SQLException {
		return DriverManager.getConnection(url, server.username(), server.password());
	}

}
