package io.bailiwick.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Databases;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.database.timeout.TimeoutReadings;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.backup.BackupSettings;
import io.bailiwick.transaction.RetryTransactionPostProcessor;
import io.bailiwick.transaction.guard.Guards;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for domains that own their data in
 * PostgreSQL.
 * <p>
 * It comes before Spring Boot's Flyway, which backs off where the domains have Flyways of
 * their own, and leaves the data source to Spring Boot.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
@ConditionalOnClass({ DataSource.class, JdbcClient.class, Flyway.class, FlywayConfigurationCustomizer.class })
@ConditionalOnBooleanProperty(name = "bailiwick.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ BackupProperties.class, BudgetProperties.class, GuardProperties.class,
		MigrationProperties.class, RolesProperties.class, SeedProperties.class })
@Import({ DomainBeansRegistrar.class, DatabaseInitializationDependencyConfigurer.class })
@ImportRuntimeHints(BailiwickRuntimeHints.class)
public final class BailiwickAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationSettings bailiwickMigrationSettings(MigrationProperties properties) {
		return properties.settings();
	}

	@Bean
	@ConditionalOnMissingBean
	BackupSettings bailiwickBackupSettings(BackupProperties properties) {
		return properties.settings();
	}

	@Bean
	ConfiguredModes bailiwickConfiguredModes(Environment environment, MigrationProperties properties,
			ObjectProvider<Domains> domains) {
		return new ConfiguredModes(environment, properties, domains);
	}

	@Bean
	PoolScopes bailiwickPoolScopes(Environment environment) {
		return new PoolScopes(environment);
	}

	@Bean
	TimeoutReadings bailiwickTimeoutReadings() {
		return new TimeoutReadings();
	}

	@Bean
	MigrationSources bailiwickMigrationSources(Environment environment, ObjectProvider<MigrationPools> pools,
			RolesProperties roles) {
		return new MigrationSources(environment, pools,
				roles.names(environment.getProperty("spring.application.name")));
	}

	@Bean(initMethod = "start")
	Guards bailiwickGuards(GuardProperties properties, ObjectProvider<Domains> domains,
			ObjectProvider<Databases> databases) {
		Domains known = domains.getIfAvailable(() -> Domains.of(List.of()));
		return new Guards(properties.settings(known), known, databases::getIfAvailable);
	}

	@Bean
	static GuardsPostProcessor bailiwickGuardsPostProcessor(ObjectProvider<Domains> domains,
			ObjectProvider<Guards> guards, BeanFactory beanFactory) {
		return new GuardsPostProcessor(domains, guards, beanFactory);
	}

	@Bean
	static LazyInitializationExcludeFilter bailiwickMigrationsAreNeverLazy(Environment environment) {
		// A command asks for them if it wants them.
		return LazyInitializationExcludeFilter.forBeanTypes(CommandEnvironment.isCommand(environment) ? new Class<?>[0]
				: new Class<?>[] { DomainMigrations.class });
	}

	@Bean
	static JooqOnDemand bailiwickJooqOnDemand() {
		return new JooqOnDemand();
	}

	@Bean
	static FlywaysOnDemand bailiwickFlywaysOnDemand() {
		return new FlywaysOnDemand();
	}

	@Bean
	@ConditionalOnMissingBean
	static RetryTransactionPostProcessor retryTransactionPostProcessor() {
		return new RetryTransactionPostProcessor();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	static class MainPoolConfiguration {

		@Bean
		PoolSecurity bailiwickPoolSecurity(Environment environment, ListableBeanFactory beanFactory,
				ObjectProvider<SslBundles> bundles) {
			return new PoolSecurity(environment, beanFactory, bundles);
		}

		@Bean
		PoolPreparation bailiwickPoolPreparation(Environment environment, PoolSecurity security,
				ConfiguredModes modes) {
			return new PoolPreparation(environment, security, modes::patience);
		}

		@Bean
		Replicas bailiwickReplicas() {
			return new Replicas();
		}

		@Bean
		ReplicaPools bailiwickReplicaPools(Environment environment, PoolPreparation preparation, Replicas replicas) {
			return new ReplicaPools(environment, preparation, replicas);
		}

		@Bean
		DomainPools bailiwickDomainPools(Environment environment, PoolPreparation preparation, ReplicaPools replicas,
				PoolScopes scopes, ObjectProvider<Domains> domains, RolesProperties roles) {
			return new DomainPools(environment, preparation, replicas, scopes, domains,
					roles.names(environment.getProperty("spring.application.name")));
		}

		@Bean
		MigrationPools bailiwickMigrationPools(Environment environment, PoolPreparation preparation,
				ObjectProvider<Domains> domains) {
			return new MigrationPools(environment, preparation, domains);
		}

		@Bean
		DatabasePools bailiwickDatabasePools(PoolPreparation preparation, DomainPools domains, ReplicaPools replicas) {
			return new DatabasePools(preparation, domains, replicas);
		}

		@Bean
		static MainPoolPostProcessor bailiwickMainPoolPostProcessor(ObjectProvider<Domains> domains,
				ObjectProvider<DatabasePools> pools, ObjectProvider<JdbcConnectionDetails> details,
				Environment environment) {
			return new MainPoolPostProcessor(domains, pools, details, environment);
		}

	}

}
