package io.bailiwick.benchmarks.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainFlyway;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.DomainPlan;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.history.Comparison;
import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import io.bailiwick.migration.history.MigrationFiles;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.history.ValidationRules;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.ScriptFolders;
import org.flywaydb.core.Flyway;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A number of domains with files and schemas of their own, and both ways to find out that
 * there is nothing to do for them.
 */
final class MigratedDomains {

	private final List<Domain> domains = new ArrayList<>();

	private final Map<String, DomainScripts> scripts;

	MigratedDomains(Path directory, String prefix, int count, int migrations) throws IOException {
		for (int i = 1; i <= count; i++) {
			String name = prefix + i;
			Path folder = Files.createDirectories(directory.resolve(name));
			for (int version = 1; version <= migrations; version++) {
				Files.writeString(folder.resolve("V%03d__create_table_%d.sql".formatted(version, version)), """
						CREATE TABLE table_%d (
							id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
							name text NOT NULL,
							created_at timestamptz NOT NULL DEFAULT now()
						);
						""".formatted(version));
			}
			this.domains.add(new Domain(name, name, Domain.MAIN_DATABASE, Set.of(), List.of("filesystem:" + folder)));
		}
		this.scripts = new ScriptFolders(new PathMatchingResourcePatternResolver(), List.of())
			.migrations(Domains.of(this.domains));
	}

	int size() {
		return this.domains.size();
	}

	List<Flyway> flyways(DataSource dataSource) {
		return this.domains.stream()
			.map((domain) -> Flyway.configure()
				.dataSource(dataSource)
				.schemas(domain.schema())
				.locations(domain.locations().get(0))
				.load())
			.toList();
	}

	List<TableName> tables() {
		return this.domains.stream().map((domain) -> new TableName(domain.schema(), "flyway_schema_history")).toList();
	}

	List<MigrationFiles> files() {
		List<MigrationFiles> files = new ArrayList<>();
		for (Domain domain : this.domains) {
			TableName table = new TableName(domain.schema(), "flyway_schema_history");
			files.add(MigrationFiles.read(this.scripts.get(domain.name()), StandardCharsets.UTF_8, Map.of(), table));
		}
		return files;
	}

	/**
	 * The starter's way of migrating them.
	 */
	DomainMigrations migrations(HikariDataSource pool) {
		MigrationSettings settings = MigrationSettings.defaults();
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		for (Domain domain : this.domains) {
			DomainScripts own = this.scripts.get(domain.name());
			DomainFlyway flyway = new DomainFlyway(domain, pool, settings, getClass().getClassLoader());
			plans.put(domain.name(),
					new DomainPlan(own, null, () -> flyway.migrating(own), null, List.of(flyway.expecting(own))));
		}
		Database database = new Database(
				new DatabaseLocation(Domain.MAIN_DATABASE, pool.getJdbcUrl(), pool.getUsername(), "a benchmark"), pool);
		return new DomainMigrations(Domains.of(this.domains), plans, List.of(database), settings,
				getClass().getClassLoader(), null, Map.of(), false);
	}

	/**
	 * All statements in one transaction, without any history: what the server needs.
	 */
	void execute(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (Domain domain : this.domains) {
				statement.execute("CREATE SCHEMA %1$s; SET LOCAL search_path = %1$s".formatted(domain.schema()));
				for (Migration migration : this.scripts.get(domain.name()).migrations()) {
					statement.execute(migration.up().text(StandardCharsets.UTF_8));
				}
			}
			connection.commit();
			connection.setAutoCommit(true);
		}
	}

	void drop(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (Domain domain : this.domains) {
				statement.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(domain.schema()));
			}
		}
	}

	static void check(DataSource dataSource, List<TableName> tables, List<MigrationFiles> files) throws SQLException {
		ValidationRules rules = ValidationRules.defaults(false);
		try (Connection connection = dataSource.getConnection()) {
			List<History> histories = Histories.read(connection, tables);
			for (int i = 0; i < tables.size(); i++) {
				Comparison comparison = histories.get(i).compareWith(files.get(i), rules);
				if (!comparison.nothingToDo()) {
					throw new IllegalStateException("%s: %s".formatted(tables.get(i), comparison));
				}
			}
		}
	}

	static void migrate(List<Flyway> flyways) {
		for (Flyway flyway : flyways) {
			if (flyway.migrate().migrationsExecuted > 0) {
				throw new IllegalStateException("There was something to do");
			}
		}
	}

}
