package io.bailiwick.autoconfigure.container;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.autoconfigure.BailiwickAutoConfiguration;
import io.bailiwick.database.container.ServesDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for container beans in an application that is processed ahead of
 * time: no container may start at the build, and each must be known at the start.
 */
class AheadOfTimeContainersIntegrationTests {

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void aContainerThatIsFoundAtTheBuildServesItsDatabaseAtTheStart() {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer;
		try (AnnotationConfigApplicationContext build = new AnnotationConfigApplicationContext()) {
			properties().and("build=true").applyTo(build);
			build.register(Application.class);
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(build, generation);
		}
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				properties().applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName())
					.initialize(context);
				context.refresh();
				assertThat(context.getBean("reportsConnectionPool", HikariDataSource.class).getJdbcUrl())
					.isEqualTo(MemoryContainer.URL);
				assertThat(context.getBean("slicedJdbcClient", JdbcClient.class)
					.sql("SELECT count(*) FROM sliced.slices")
					.query(Integer.class)
					.single()).isZero();
				assertThat(context.getBeanNamesForType(ContainerBean.class)).hasSize(1);
			}
		});
	}

	private static TestPropertyValues properties() {
		return TestPropertyValues.of("spring.datasource.url=jdbc:h2:mem:main;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
				"bailiwick.domains.sliced.locations=classpath:slice", "bailiwick.domains.sliced.database=reports");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ContainerDatabasesAutoConfiguration.class, BailiwickAutoConfiguration.class,
			DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
			FlywayAutoConfiguration.class })
	static class Application {

		@Bean
		@ServesDatabase("reports")
		MemoryContainer reportsContainer(Environment environment) {
			assertThat(environment.containsProperty("build")).as("a container is created at the build").isFalse();
			return new MemoryContainer();
		}

	}

	/**
	 * Serves a database in memory: the class loader that this test needs would start a
	 * server of its own.
	 */
	static class MemoryContainer extends TestContainer {

		static final String URL = "jdbc:h2:mem:served;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

		@Override
		public void start() {
		}

		@Override
		public String getJdbcUrl() {
			return URL;
		}

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

	}

}
