package io.bailiwick.migration.fresh;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.bailiwick.migration.event.DomainMigrationEvent.MigrationStarted;
import io.bailiwick.migration.event.MigrationEvents;
import io.bailiwick.migration.history.MigrationFiles;
import io.bailiwick.migration.review.Fingerprints;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.script.Migration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * Builds an empty schema in one transaction, history and all: it becomes what Flyway
 * would have made of it, migration by migration, in a fraction of the time.
 * <p>
 * Where anything stands out — a statement that no transaction can hold, a setting that
 * would reach the next migration, an error — nothing is changed and Flyway has its turn,
 * which also knows best how to tell an error.
 */
public final class FreshSchema {

	private static final Log logger = LogFactory.getLog(FreshSchema.class);

	/**
	 * What Flyway counts as contents of a schema, and a little more.
	 */
	private static final String EMPTY = """
			SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
				AND NOT EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
				AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)
			FROM pg_namespace n WHERE nspname = ?""";

	private final ReviewedDomain domain;

	private final MigrationFiles files;

	private final MigrationEvents events;

	private final Configuration configuration;

	/**
	 * Create a schema to be built.
	 * @param domain the domain, whose Flyway has neither callbacks nor migrations in Java
	 * that matter
	 * @param files the files of the domain
	 * @param events who is told
	 */
	public FreshSchema(ReviewedDomain domain, MigrationFiles files, MigrationEvents events) {
		Assert.notNull(events, "'events' must not be null");
		this.events = events;
		Assert.notNull(domain, "'domain' must not be null");
		Assert.notNull(files, "'files' must not be null");
		this.domain = domain;
		this.files = files;
		this.configuration = domain.flyway().getConfiguration();
	}

	/**
	 * Build it.
	 * @return how many migrations have been applied, or empty if nothing was done and
	 * Flyway has to do it
	 */
	public OptionalInt build() {
		try {
			List<FreshScript> scripts = scripts();
			if (scripts == null || scripts.isEmpty()) {
				return OptionalInt.empty();
			}
			try (Connection connection = this.configuration.getDataSource().getConnection()) {
				return isEmpty(connection) ? build(scripts, connection) : OptionalInt.empty();
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug(LogMessage.format("The domain '%s' is left to Flyway", this.domain.domain().name()), ex);
			return OptionalInt.empty();
		}
	}

	private @Nullable List<FreshScript> scripts() {
		if (!this.domain.scripts().areProvidedBy(this.configuration.getResourceProvider())) {
			// A Flyway of the application's own, in the place of the domain's.
			return null;
		}
		List<FreshScript> scripts = new ArrayList<>();
		for (Migration migration : this.domain.scripts().migrations()) {
			FreshScript script = FreshScript.of(migration, this.files, this.configuration);
			if (script == null) {
				logger.debug(LogMessage.format("'%s' is left to Flyway", migration.up()));
				return null;
			}
			scripts.add(script);
		}
		return scripts;
	}

	private boolean isEmpty(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(EMPTY)) {
			statement.setString(1, this.domain.domain().schema());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	private OptionalInt build(List<FreshScript> scripts, Connection connection) throws SQLException {
		Map<MigrationStarted, Duration> done = new LinkedHashMap<>();
		connection.setAutoCommit(false);
		try {
			FreshHistory history = new FreshHistory(this.domain.domain().schema(), this.configuration.getTable());
			try (Statement statement = connection.createStatement()) {
				history.create(statement);
				statement.execute(searchPath());
				for (FreshScript script : scripts) {
					MigrationStarted started = announce(script.migration());
					Duration duration = run(script, statement);
					history.add(script, (int) duration.toMillis());
					done.put(started, duration);
				}
			}
			history.write(connection);
			new Fingerprints(this.domain).remember(connection);
			connection.commit();
			done.forEach(this.events::after);
			return OptionalInt.of(scripts.size());
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback();
			throw ex;
		}
		finally {
			connection.setAutoCommit(true);
		}
	}

	/**
	 * A veto leaves the schema to Flyway, which keeps what comes before the migration.
	 */
	private MigrationStarted announce(Migration migration) {
		return this.events.before((migration.version() != null) ? migration.version().getVersion() : null,
				migration.description(), migration.script());
	}

	/**
	 * As Flyway sets it, the domain's schema first; it goes with the transaction.
	 */
	private String searchPath() {
		return "SELECT set_config('search_path', '\"%s\"' || coalesce(',' || nullif(current_setting('search_path'), ''), ''), true)"
			.formatted(this.domain.domain().schema());
	}

	private Duration run(FreshScript script, Statement statement) throws SQLException {
		logger.info(LogMessage.format("Migrating schema \"%s\" %s", this.domain.domain().schema(),
				describe(script.migration())));
		long start = System.nanoTime();
		for (String command : script.commands()) {
			statement.execute(command);
			tell(statement);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * In the words of Flyway, so that a log reads the same.
	 */
	private static String describe(Migration migration) {
		if (migration.version() == null) {
			return "with repeatable migration \"%s\"".formatted(migration.description());
		}
		String description = migration.description().isEmpty() ? "" : " - " + migration.description();
		return "to version \"%s%s\"".formatted(migration.version().getVersion(), description);
	}

	/**
	 * What the server had to say, as Flyway passes it on.
	 */
	private static void tell(Statement statement) throws SQLException {
		for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
			logger.info("DB: " + warning.getMessage());
		}
		statement.clearWarnings();
	}

}
