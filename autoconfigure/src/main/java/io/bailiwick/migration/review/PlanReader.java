package io.bailiwick.migration.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.MigrationPlan.Kind;
import io.bailiwick.migration.review.MigrationPlan.Statement;
import io.bailiwick.migration.review.MigrationPlan.Step;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.statement.ScriptStatement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Finds out what migrating a domain would do. Nothing is changed or created; no lock is
 * taken, so that somebody else may be faster.
 */
public final class PlanReader {

	private final ReviewedDomain domain;

	private final @Nullable ReviewedDomain seeds;

	/**
	 * Create a reader.
	 * @param domain the domain
	 * @param seeds its seed data, or {@code null} if it has none that is wanted
	 */
	public PlanReader(ReviewedDomain domain, @Nullable ReviewedDomain seeds) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
		this.seeds = seeds;
	}

	/**
	 * Read the plan of the domain.
	 * @param obstacles what is in the way
	 * @return the plan
	 * @throws SQLException if the database can not be read
	 */
	public MigrationPlan read(List<Finding> obstacles) throws SQLException {
		List<Step> steps = new ArrayList<>();
		Domain owner = this.domain.domain();
		Map<String, String> placeholders;
		try (Connection connection = this.domain.connect()) {
			if (!schemaExists(connection)) {
				steps.add(new Step(owner.name(), owner.database(), Kind.SCHEMA, null, owner.schema(), null, null, true,
						List.of(new Statement(0, "CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(owner.schema())))));
			}
			placeholders = placeholders(connection);
		}
		addPending(this.domain, false, placeholders, steps);
		if (this.seeds != null) {
			addPending(this.seeds, true, placeholders, steps);
		}
		return new MigrationPlan(steps, obstacles);
	}

	private boolean schemaExists(Connection connection) throws SQLException {
		try (ResultSet schemas = connection.getMetaData().getSchemas(null, this.domain.domain().schema())) {
			return schemas.next();
		}
	}

	private static void addPending(ReviewedDomain domain, boolean seed, Map<String, String> placeholders,
			List<Step> steps) {
		Flyway flyway = domain.flyway();
		for (MigrationInfo pending : flyway.info().pending()) {
			steps.add(step(domain, seed, pending, placeholders));
		}
	}

	private static Step step(ReviewedDomain domain, boolean seed, MigrationInfo pending,
			Map<String, String> placeholders) {
		Configuration configuration = domain.configuration();
		Migration migration = domain.migration(pending);
		String version = (pending.getVersion() != null) ? pending.getVersion().getVersion() : null;
		Kind kind = seed ? Kind.SEED : ((version != null) ? Kind.VERSIONED : Kind.REPEATABLE);
		if (migration == null) {
			return new Step(domain.domain().name(), domain.domain().database(), kind, version, pending.getDescription(),
					null, "written in Java: " + pending.getScript(), true, List.of());
		}
		Map<String, String> values = new HashMap<>(placeholders);
		String separator = configuration.getPlaceholderSeparator();
		values.put("flyway" + separator + "filename", migration.script().replaceFirst(".*/", ""));
		List<ScriptStatement> statements = migration.up().statements(configuration, values);
		Boolean set = migration.up().inTransaction();
		boolean transactional = (set != null) ? set : statements.stream().allMatch(ScriptStatement::isTransactional);
		return new Step(domain.domain().name(), domain.domain().database(), kind, version, pending.getDescription(),
				migration.up().path(), migration.up().head(configuration.getEncoding()).description(), transactional,
				statements.stream().map((statement) -> new Statement(statement.line(), statement.sql())).toList());
	}

	/**
	 * What Flyway would ask the database for; the time at which a migration runs is not
	 * known yet.
	 */
	private Map<String, String> placeholders(Connection connection) throws SQLException {
		Configuration configuration = this.domain.configuration();
		String prefix = "flyway" + configuration.getPlaceholderSeparator();
		Map<String, String> values = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement("SELECT current_user");
				ResultSet row = statement.executeQuery()) {
			row.next();
			values.put(prefix + "user", row.getString(1));
		}
		values.put(prefix + "database", connection.getCatalog());
		values.put(prefix + "workingDirectory", System.getProperty("user.dir"));
		values.put(prefix + "environment", "default");
		String timestamp = prefix + "timestamp";
		values.put(timestamp, configuration.getPlaceholderPrefix() + timestamp + configuration.getPlaceholderSuffix());
		return values;
	}

}
