package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.Databases;
import io.bailiwick.database.SharedDataSource;
import io.bailiwick.database.error.PostgresExceptionTranslator;
import io.bailiwick.database.role.RoleNames;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainFlyway;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.DomainPlan;
import io.bailiwick.migration.DomainRoles;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.bailiwick.migration.event.PublishingListener;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.MigrationStyle;
import io.bailiwick.migration.script.ScriptCatalog;
import io.bailiwick.migration.script.ScriptFolders;
import io.bailiwick.transaction.PostgresTransactionManager;
import io.bailiwick.transaction.TransactionObserver;
import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.guard.Guards;
import io.bailiwick.transaction.idempotency.Idempotency;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcProperties;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.ResourcePatternUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

/**
 * The factory methods behind the bean definitions of {@link DomainBeansRegistrar}. Each
 * takes the name of its domain first; everything that may differ between the build and
 * the start of an application is looked up here, at the start.
 */
final class DomainBeans {

	static final Profiles PRODUCTION = Profiles.of("prod | production");

	private DomainBeans() {
	}

	static Domains domains(String[] own, Environment environment, ResourceLoader resourceLoader) {
		return new ConfiguredDomains(environment, folders(environment, resourceLoader), Set.of(own)).read();
	}

	static ScriptCatalog scripts(Domains domains, Environment environment, ResourceLoader resourceLoader,
			SeedProperties seed) {
		ScriptFolders folders = folders(environment, resourceLoader);
		Map<String, DomainScripts> seeds = Map.of();
		if (seed.enabled()) {
			seeds = folders.seeds(domains);
			if (!seeds.isEmpty() && environment.acceptsProfiles(PRODUCTION)) {
				throw new DomainConfigurationException(
						"Seed data of %s would be loaded, but a production profile is active: %s.".formatted(
								String.join(", ", seeds.keySet()), String.join(", ", environment.getActiveProfiles())),
						"Remove 'bailiwick.seed.enabled=true' for this profile. Data that production needs belongs in a migration.");
			}
		}
		return new ScriptCatalog(folders.migrations(domains, styles(domains, environment)), seeds);
	}

	private static Map<String, MigrationStyle> styles(Domains domains, Environment environment) {
		Map<String, MigrationStyle> styles = new LinkedHashMap<>();
		for (String name : domains.names()) {
			MigrationStyle style = DomainProperties.bind(Binder.get(environment), name.replace('_', '-')).getStyle();
			if (style != null) {
				styles.put(name, style);
			}
		}
		return styles;
	}

	private static ScriptFolders folders(Environment environment, ResourceLoader resourceLoader) {
		return new ScriptFolders(ResourcePatternUtils.getResourcePatternResolver(resourceLoader),
				List.of(environment.getActiveProfiles()));
	}

	static Flyway flyway(String name, Domains domains, ScriptCatalog scripts, MigrationSettings settings,
			Databases databases, MigrationSources sources, ConfigurableListableBeanFactory beanFactory,
			ApplicationEventPublisher publisher) {
		BoundBeans beans = new BoundBeans(beanFactory, domains);
		return customized(domains.get(name), beans, databases, sources, settings, beanFactory)
			.listeners(listeners(name, beans, publisher))
			.migrating(scripts.migrationsOf(name));
	}

	private static List<DomainMigrationListener> listeners(String name, BoundBeans beans,
			ApplicationEventPublisher publisher) {
		List<DomainMigrationListener> listeners = new ArrayList<>(
				beans.boundToOrShared(DomainMigrationListener.class, name));
		listeners.add(new PublishingListener(publisher));
		return listeners;
	}

	private static DomainFlyway customized(Domain domain, BoundBeans beans, Databases databases,
			MigrationSources sources, MigrationSettings settings, ConfigurableListableBeanFactory beanFactory) {
		return domainFlyway(domain, databases, sources, settings, beanFactory)
			.javaMigrations(beans.boundTo(JavaMigration.class, domain.name()))
			.callbacks(beans.boundToOrShared(Callback.class, domain.name()))
			.customizers(beans.boundToOrShared(FlywayConfigurationCustomizer.class, domain.name()));
	}

	static DomainMigrations domainMigrations(Domains domains, ScriptCatalog scripts, MigrationSettings settings,
			ConfiguredModes modes, Databases databases, MigrationSources sources, RolesProperties roles,
			Environment environment, ConfigurableListableBeanFactory beanFactory) {
		Map<String, DomainPlan> plans = new LinkedHashMap<>();
		BoundBeans beans = new BoundBeans(beanFactory, domains);
		for (Domain domain : domains) {
			Supplier<Flyway> flyway = () -> beanFactory.getBean(DomainBeanNames.flyway(domain.name()), Flyway.class);
			DomainFlyway domainFlyway = customized(domain, beans, databases, sources, settings, beanFactory);
			DomainScripts seeds = scripts.seedsOf(domain.name());
			List<ExpectedHistory> expected = new ArrayList<>();
			expected.add(domainFlyway.expecting(scripts.migrationsOf(domain.name())));
			if (seeds != null) {
				expected.add(domainFlyway.expectingSeeds(seeds));
			}
			plans.put(domain.name(), new DomainPlan(scripts.migrationsOf(domain.name()), seeds, flyway,
					(seeds != null) ? () -> domainFlyway.seeding(seeds) : null, expected));
		}
		List<Database> migrated = new ArrayList<>();
		Map<String, Database> applications = new LinkedHashMap<>();
		Map<String, String> replicaLogins = new LinkedHashMap<>();
		for (Database database : databases) {
			Database source = sources.of(database);
			migrated.add(source);
			if (!source.location().equals(database.location())) {
				applications.put(database.name(), database);
			}
			String reader = new DatabaseProperties(database.name(), environment).find("replica.username", String.class);
			if (StringUtils.hasText(reader)) {
				replicaLogins.put(database.name(), reader);
			}
		}
		RoleNames names = roles.names(environment.getProperty("spring.application.name"));
		return new DomainMigrations(domains, plans, migrated, settings, classLoader(beanFactory),
				(names != null) ? new DomainRoles(names, databases, settings.historyTable(), replicaLogins) : null,
				applications, environment.acceptsProfiles(PRODUCTION), modes.read());
	}

	static DataSource dataSource(String name, Domains domains, Databases databases, PoolScopes scopes,
			ObjectProvider<DomainPools> pools, ObjectProvider<Guards> guards) {
		boolean shared = scopes.of(domains.get(name).database()) == PoolScope.SHARED;
		DataSource dataSource = unguarded(name, domains, databases, scopes, pools);
		Guards available = guards.getIfAvailable();
		return (available != null) ? available.lookAfter(name, dataSource, !shared) : dataSource;
	}

	private static DataSource unguarded(String name, Domains domains, Databases databases, PoolScopes scopes,
			ObjectProvider<DomainPools> pools) {
		Domain domain = domains.get(name);
		Database database = databases.get(domain.database());
		DomainPools perDomain = pools.getIfAvailable();
		if (scopes.of(domain.database()) == PoolScope.SHARED) {
			return new SharedDataSource(database.dataSource());
		}
		if (perDomain == null) {
			throw new DatabaseConfigurationException(
					"The domain '%s' is to have a pool of its own (%s), and HikariCP is not on the class path."
						.formatted(name, scopes.reason(domain.database())),
					"Add the dependency com.zaxxer:HikariCP, which io.bailiwick:bailiwick-spring-boot-starter has.");
		}
		return perDomain.start(domain, database);
	}

	/**
	 * Domains that share the main database share its transactions too, whatever manages
	 * them (JPA, for instance): a unit of work that spans two of them is atomic. Spring
	 * Boot's manager for JDBC and a domain's own join each other's transactions.
	 */
	static PlatformTransactionManager transactionManager(String name, Domains domains, Databases databases,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<PlatformTransactionManager> transactionManagers,
			ObjectProvider<TransactionManagerCustomizers> customizers,
			ObjectProvider<SQLExceptionTranslator> translators, RolesProperties roles, Environment environment,
			ObjectProvider<TransactionObserver> observers) {
		DataSource dataSource = beanFor(name, DataSource.class, beanFactory);
		boolean postgres = isPostgres(name, domains, databases);
		PlatformTransactionManager main = transactionManagers.getIfUnique();
		if (main != null) {
			TransactionManagement management = new TransactionManagement(main);
			if (management.covers(dataSource) && !(postgres && management.isSpringBoots(beanFactory))) {
				return main;
			}
		}
		JdbcTransactionManager own = postgres ? new PostgresTransactionManager(dataSource,
				translator(name, domains, translators, roles, environment), observer(name, observers))
				: new JdbcTransactionManager(dataSource);
		customizers.ifAvailable((available) -> available.customize(own));
		return own;
	}

	static TransactionTemplate transactionTemplate(String name, ConfigurableListableBeanFactory beanFactory) {
		return new TransactionTemplate(beanFor(name, PlatformTransactionManager.class, beanFactory));
	}

	static Transactions transactions(String name, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<TransactionObserver> observers) {
		return new Transactions(name, beanFor(name, TransactionTemplate.class, beanFactory),
				beanFor(name, DataSource.class, beanFactory), observer(name, observers));
	}

	private static TransactionObserver.@Nullable OfDomain observer(String domain,
			ObjectProvider<TransactionObserver> observers) {
		TransactionObserver observer = observers.getIfUnique();
		return (observer != null) ? observer.of(domain) : null;
	}

	/**
	 * Made where somebody wants it, when the migrations have been applied: then is the
	 * time to find out that none of them has created the table.
	 */
	static Idempotency idempotency(String name, Domains domains, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		Idempotency idempotency = new Idempotency(name, domains.get(name).schema(),
				beanFor(name, Transactions.class, beanFactory), beanFor(name, JdbcClient.class, beanFactory));
		if (environment.getProperty("spring.flyway.enabled", Boolean.class, true)) {
			idempotency.check();
		}
		return idempotency;
	}

	static JdbcClient jdbcClient(String name, Domains domains, Databases databases,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<JdbcProperties> properties,
			ObjectProvider<SQLExceptionTranslator> translators, RolesProperties roles, Environment environment) {
		DataSource dataSource = beanFor(name, DataSource.class, beanFactory);
		JdbcTemplate template = new JdbcTemplate(dataSource);
		properties.ifAvailable((configured) -> configure(template, configured.getTemplate()));
		template.setExceptionTranslator(errors(name, dataSource, domains, databases, translators, roles, environment));
		return JdbcClient.create(new NamedParameterJdbcTemplate(template));
	}

	/**
	 * What makes exceptions of the errors of a domain's connections.
	 */
	static SQLExceptionTranslator errors(String name, DataSource dataSource, Domains domains, Databases databases,
			ObjectProvider<SQLExceptionTranslator> translators, RolesProperties roles, Environment environment) {
		return isPostgres(name, domains, databases) ? translator(name, domains, translators, roles, environment)
				: translators.getIfUnique(() -> new JdbcTemplate(dataSource).getExceptionTranslator());
	}

	private static boolean isPostgres(String domain, Domains domains, Databases databases) {
		String url = databases.get(domains.get(domain).database()).location().url();
		return url != null && url.startsWith("jdbc:postgresql:");
	}

	/**
	 * The application's own translator, or one that knows the server's errors.
	 */
	private static SQLExceptionTranslator translator(String domain, Domains domains,
			ObjectProvider<SQLExceptionTranslator> translators, RolesProperties roles, Environment environment) {
		RoleNames names = roles.names(environment.getProperty("spring.application.name"));
		return translators.getIfUnique(() -> PostgresExceptionTranslator.of(domain,
				(names != null) ? names.applicationOf(domains.get(domain)) : null));
	}

	static <T> T beanFor(String domain, Class<T> type, BeanFactory beanFactory) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, type, domain);
	}

	private static void configure(JdbcTemplate template, JdbcProperties.Template properties) {
		template.setIgnoreWarnings(properties.isIgnoreWarnings());
		template.setFetchSize(properties.getFetchSize());
		template.setMaxRows(properties.getMaxRows());
		if (properties.getQueryTimeout() != null) {
			template.setQueryTimeout((int) properties.getQueryTimeout().getSeconds());
		}
		template.setSkipResultsProcessing(properties.isSkipResultsProcessing());
		template.setSkipUndeclaredResults(properties.isSkipUndeclaredResults());
		template.setResultsMapCaseInsensitive(properties.isResultsMapCaseInsensitive());
	}

	/**
	 * Migrations use the pool itself, never the domain's handle on it, which waits for
	 * them.
	 */
	private static DomainFlyway domainFlyway(Domain domain, Databases databases, MigrationSources sources,
			MigrationSettings settings, ConfigurableListableBeanFactory beanFactory) {
		DataSource dataSource = sources.of(domain, databases.get(domain.database()));
		return new DomainFlyway(domain, dataSource, settings, classLoader(beanFactory));
	}

	private static ClassLoader classLoader(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		return (classLoader != null) ? classLoader : DomainBeans.class.getClassLoader();
	}

}
