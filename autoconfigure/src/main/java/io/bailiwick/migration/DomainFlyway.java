package io.bailiwick.migration;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.bailiwick.migration.event.MigrationEvents;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.history.FlywayPlugins;
import io.bailiwick.migration.history.MigrationFiles;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.history.ValidationRules;
import io.bailiwick.migration.intent.IntentRecorder;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.migration.script.statement.SessionReset;
import io.bailiwick.migration.script.statement.TransactionStatements;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Sets up the {@link Flyway} of one domain: its own schema, its own history in that
 * schema, its own files and nothing of any other domain.
 */
public final class DomainFlyway {

	/**
	 * The table that remembers which seed data has been loaded.
	 */
	static final String SEED_HISTORY_TABLE = "flyway_seed_history";

	private static final boolean POSTGRESQL_PRESENT = ClassUtils.isPresent(
			"org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension", DomainFlyway.class.getClassLoader());

	private final Domain domain;

	private final DataSource dataSource;

	private final MigrationSettings settings;

	private final ClassLoader classLoader;

	private List<JavaMigration> javaMigrations = Collections.emptyList();

	private List<Callback> callbacks = Collections.emptyList();

	private List<DomainMigrationListener> listeners = Collections.emptyList();

	private List<FlywayConfigurationCustomizer> customizers = Collections.emptyList();

	/**
	 * Begin to set up a domain's Flyway.
	 * @param domain the domain
	 * @param dataSource where its migrations get their connections
	 * @param settings what holds for all domains
	 * @param classLoader the class loader of the application
	 */
	public DomainFlyway(Domain domain, DataSource dataSource, MigrationSettings settings, ClassLoader classLoader) {
		Assert.notNull(domain, "'domain' must not be null");
		Assert.notNull(dataSource, "'dataSource' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.domain = domain;
		this.dataSource = dataSource;
		this.settings = settings;
		this.classLoader = classLoader;
	}

	/**
	 * Add migrations that are written in Java.
	 * @param javaMigrations the migrations of this domain
	 * @return this
	 */
	public DomainFlyway javaMigrations(List<JavaMigration> javaMigrations) {
		this.javaMigrations = List.copyOf(javaMigrations);
		return this;
	}

	/**
	 * Add callbacks.
	 * @param callbacks the callbacks of this domain, in their order
	 * @return this
	 */
	public DomainFlyway callbacks(List<Callback> callbacks) {
		this.callbacks = List.copyOf(callbacks);
		return this;
	}

	/**
	 * Add listeners, which hear of every migration of this domain.
	 * @param listeners the listeners, in their order
	 * @return this
	 */
	public DomainFlyway listeners(List<DomainMigrationListener> listeners) {
		this.listeners = List.copyOf(listeners);
		return this;
	}

	/**
	 * Add customizers, which have the last word.
	 * @param customizers the customizers for this domain, in their order
	 * @return this
	 */
	public DomainFlyway customizers(List<FlywayConfigurationCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
		return this;
	}

	/**
	 * Build the Flyway that runs the domain's migrations; no connection is opened.
	 * @param scripts the files of the domain
	 * @return the domain's Flyway
	 */
	public Flyway migrating(DomainScripts scripts) {
		FluentConfiguration configuration = configuration(scripts).table(this.settings.historyTable())
			.outOfOrder(this.settings.outOfOrder())
			.javaMigrations(this.javaMigrations.toArray(JavaMigration[]::new))
			.callbacks(with(scripts, withEvents(this.callbacks)));
		this.customizers.forEach((customizer) -> customizer.customize(configuration));
		return configuration.load();
	}

	private List<Callback> withEvents(List<Callback> callbacks) {
		return Stream.concat(Stream.of(new MigrationEvents(this.domain.name(), this.listeners)), callbacks.stream())
			.toList();
	}

	private Callback[] with(DomainScripts scripts, List<Callback> callbacks) {
		Excerpt excerpt = new Excerpt(this.settings.placeholders());
		return Stream.concat(
				Stream.of(new SessionReset(), new TransactionStatements(this.domain.name()),
						new IntentRecorder(this.domain.name(), scripts, this.settings.lockTimeout(), excerpt::flat)),
				callbacks.stream())
			.toArray(Callback[]::new);
	}

	/**
	 * Build the Flyway that loads the domain's seed data. It keeps a history of its own,
	 * so that an application without the seeds still finds its migrations in order.
	 * @param scripts the seed files of the domain
	 * @return the Flyway for the seeds
	 */
	public Flyway seeding(DomainScripts scripts) {
		return configuration(scripts).table(SEED_HISTORY_TABLE)
			.callbacks(with(scripts, Collections.emptyList()))
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.ignoreMigrationPatterns("*:missing")
			.load();
	}

	/**
	 * Say what the domain's history says when its Flyway would find nothing to do.
	 * @param scripts the files of the domain
	 * @return what is expected; only Flyway can tell if there is more to it than files
	 */
	public ExpectedHistory expecting(DomainScripts scripts) {
		boolean filesOnly = this.javaMigrations.isEmpty() && this.callbacks.isEmpty() && this.customizers.isEmpty();
		return expecting(scripts, this.settings.historyTable(), ValidationRules.defaults(this.settings.outOfOrder()),
				filesOnly ? null : "it has Java migrations, callbacks or customizers");
	}

	/**
	 * Say what the history of the domain's seed data says when there is nothing to load.
	 * @param scripts the seed files of the domain
	 * @return what is expected
	 */
	public ExpectedHistory expectingSeeds(DomainScripts scripts) {
		return expecting(scripts, SEED_HISTORY_TABLE, ValidationRules.missingFilesAllowed(), null);
	}

	private ExpectedHistory expecting(DomainScripts scripts, String tableName, ValidationRules rules,
			@Nullable String doubt) {
		TableName table = new TableName(this.domain.schema(), tableName);
		String plugin = FlywayPlugins.unfamiliar(this.classLoader);
		if (doubt != null || plugin != null) {
			return new ExpectedHistory(table,
					MigrationFiles.unknown((doubt != null) ? doubt : "Flyway has the plug-in " + plugin), rules);
		}
		Map<String, String> placeholders = this.settings.placeholderReplacement() ? this.settings.placeholders() : null;
		return new ExpectedHistory(table, MigrationFiles.read(scripts, this.settings.encoding(), placeholders, table),
				rules);
	}

	private FluentConfiguration configuration(DomainScripts scripts) {
		FluentConfiguration configuration = new FluentConfiguration(this.classLoader).dataSource(this.dataSource)
			.schemas(this.domain.schema())
			.defaultSchema(this.domain.schema())
			// Ours to do, under the lock and with an answer at once: Flyway tries ten
			// times.
			.createSchemas(false)
			.locations("classpath:" + ScriptFolders.MIGRATIONS + "/" + this.domain.name())
			.failOnMissingLocations(false)
			.callbackLocations(new String[0])
			.resourceProvider(scripts.resourceProvider(this.settings.encoding()))
			.javaMigrationClassProvider(new NoClasses())
			.encoding(this.settings.encoding())
			.placeholderReplacement(this.settings.placeholderReplacement())
			.placeholders(this.settings.placeholders())
			// Flyway keeps this number in a static field: every domain must say the same.
			.lockRetryCount((int) Math.max(1, this.settings.lockTimeout().toSeconds()));
		if (POSTGRESQL_PRESENT) {
			PostgreSql.configure(configuration);
		}
		return configuration;
	}

	/**
	 * Java migrations are beans of one domain, never found by scanning.
	 */
	private static final class NoClasses implements ClassProvider<JavaMigration> {

		@Override
		public Collection<Class<? extends JavaMigration>> getClasses() {
			return Collections.emptyList();
		}

	}

	/**
	 * Isolated because the module for PostgreSQL may be absent.
	 */
	private static final class PostgreSql {

		/**
		 * With the session lock Flyway works on one connection, so that a migration and
		 * its row in the history are one transaction, and
		 * {@code CREATE INDEX CONCURRENTLY} does not wait for Flyway's own open
		 * transaction for ever.
		 */
		static void configure(FluentConfiguration configuration) {
			configuration.getPluginRegister()
				.getExact(PostgreSQLConfigurationExtension.class)
				.setTransactionalLock(false);
		}

	}

}
