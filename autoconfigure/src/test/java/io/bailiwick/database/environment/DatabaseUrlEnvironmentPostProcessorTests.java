package io.bailiwick.database.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseUrlEnvironmentPostProcessor} in an application that starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseUrlEnvironmentPostProcessorTests {

	private static final String URL = "spring.datasource.url";

	@TempDir
	private Path directory;

	@ParameterizedTest(name = "{0} {1} {2} -> {3}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			# variables | command line | application.properties | property=value
			DATABASE_URL=postgres://h/db | | | url=jdbc:postgresql://h:5432/db
			DATABASE_URL=postgres://h/db | --spring.datasource.url=jdbc:x:y | | url=jdbc:x:y
			DATABASE_URL=postgres://h/db | | spring.datasource.url=jdbc:x:y | url=jdbc:x:y
			DATABASE_URL=postgres://h/db SPRING_DATASOURCE_URL=jdbc:x:y | | | url=jdbc:x:y
			DATABASE_URL=mysql://h/db | --spring.datasource.url=jdbc:x:y | | url=jdbc:x:y
			DATABASE_URL=postgres://u:p@h/db | --spring.datasource.url=jdbc:x:y | | username=
			DATABASE_URL=postgres://u:p@h/db | --spring.datasource.url=jdbc:x:y | | password=
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=3 | --spring.datasource.url=jdbc:x:y | | hikari.maximum-pool-size=
			DB_HOST=h DB_NAME=db | --spring.datasource.url=jdbc:x:y | | url=jdbc:x:y
			DB_HOST=h DB_NAME=db | | spring.datasource.url=jdbc:x://${DB_HOST}/${DB_NAME} | url=jdbc:x://h/db
			DATABASE_URL=postgres://h/db | --spring.datasource.jndi-name=java:x | | url=
			DATABASE_URL=postgres://h/db | --spring.datasource.hikari.jdbc-url=jdbc:x:y | | url=
			DATABASE_URL=postgres://h/db | --bailiwick.environment.enabled=false | | url=
			DATABASE_URL=mysql://h/db | | bailiwick.environment.enabled=off | url=
			DATABASE_URL=postgres://h/db BAILIWICK_ENVIRONMENT_ENABLED=false | | | url=
			DATABASE_URL=postgres://h/db | --bailiwick.environment.enabled=true | | url=jdbc:postgresql://h:5432/db
			DATABASE_URL=postgres://a/db DB_HOST=b DB_NAME=db | | | url=jdbc:postgresql://a:5432/db
			DATABASE_URL=postgres://a/db DB_USER=u | | | username=
			DATABASE_URL=postgres://u@a/db DB_PASSWORD=p | | | password=
			DATABASE_URL=postgres://a/db DB_PORT=abc | | | url=jdbc:postgresql://a:5432/db
			JDBC_DATABASE_URL=jdbc:postgresql://a/db DATABASE_URL=postgres://b/db | | | url=jdbc:postgresql://a/db
			JDBC_DATABASE_URL=jdbc:postgresql://a/db DB_HOST=b DB_NAME=db | | | url=jdbc:postgresql://a/db
			JDBC_DATABASE_URL=jdbc:postgresql://a/db DATABASE_URL=mysql://b/db | | | url=jdbc:postgresql://a/db
			DATABASE_URL=postgres://a/db JDBC_DATABASE_PASSWORD=p | | | password=
			DATABASE_URL=␣ DB_HOST=b DB_NAME=db | | | url=jdbc:postgresql://b:5432/db
			DB_PORT=6543 | | | url=
			DB_PORT=abc DB_SSL=maybe DB_POOL_SIZE=0 | | | url=
			DB_USER=u DB_PASSWORD=p | | | username=
			DB_POOL_SIZE=4 | | | hikari.maximum-pool-size=
			DATABASE_URL=postgres://u:p@h/db | --spring.datasource.username=x | | username=x
			DATABASE_URL=postgres://u:p@h/db | --spring.datasource.username=x | | url=jdbc:postgresql://h:5432/db
			DATABASE_URL=postgres://u:p@h/db | | spring.datasource.password=x | password=x
			DATABASE_URL=postgres://u:p@h/db | | spring.datasource.password=x | username=u
			DATABASE_URL=postgres://h/db DB_POOL_SIZE=4 | | | hikari.maximum-pool-size=4
			DATABASE_URL=postgres://h/db DB_POOL_SIZE=4 | | spring.datasource.hikari.maximum-pool-size=9 | \
			hikari.maximum-pool-size=9
			DATABASE_URL=postgres://h/db DB_POOL_SIZE=4 SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE=9 | | | \
			hikari.maximum-pool-size=9
			""")
	void theStrongerSettingWins(String variables, String argument, String properties, String expected)
			throws Exception {
		ConfigurableEnvironment environment = environment(variables);
		try (ConfigurableApplicationContext context = run(environment, properties, argument)) {
			String[] property = expected.split("=", 2);
			assertThat(context.getEnvironment().getProperty("spring.datasource." + property[0], ""))
				.isEqualTo(property[1]);
		}
	}

	@Test
	void systemPropertyOfTheSameNameIsNoEnvironmentVariable() throws Exception {
		ConfigurableEnvironment environment = environment("OTHER=1");
		try (ConfigurableApplicationContext context = run(environment, null, "--DATABASE_URL=postgres://h/db")) {
			assertThat(context.getEnvironment().containsProperty(URL)).isFalse();
		}
	}

	@Test
	void defaultPropertiesOfTheApplicationAreExplicit() throws Exception {
		SpringApplication application = application(environment("DATABASE_URL=postgres://h/db"));
		application.setDefaultProperties(Map.of(URL, "jdbc:x:y"));
		try (ConfigurableApplicationContext context = application.run(location(null))) {
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("jdbc:x:y");
		}
	}

	@Test
	void explicitValueBesideAnAddressWinsAndIsReported(CapturedOutput output) throws Exception {
		SpringApplication application = application(environment("DATABASE_URL=postgres://u:s3cret@h/db"));
		application.setDefaultProperties(Map.of("spring.datasource.username", "x"));
		try (ConfigurableApplicationContext context = application.run(location(null))) {
			assertThat(context.getEnvironment().getProperty("spring.datasource.username")).isEqualTo("x");
		}
		assertThat(output)
			.contains("Not using the value of environment variable \"DATABASE_URL\": "
					+ "spring.datasource.username is set by")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "postgres", "jdbc:postgresql" })
	void passwordOfTheKeyStaysOutOfTheUrl(String scheme) throws Exception {
		String url = scheme + "://h:5432/db?sslpassword=s3cret&sslkey=k";
		try (ConfigurableApplicationContext context = run(environment("DATABASE_URL=" + url), null)) {
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("jdbc:postgresql://h:5432/db?sslkey=k");
			assertThat(
					context.getEnvironment().getProperty("spring.datasource.hikari.data-source-properties.sslpassword"))
				.isEqualTo("s3cret");
		}
	}

	@ParameterizedTest(name = "{0} {1} -> {2}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			DATABASE_URL=postgres://u:p@h/db | url | environment variable "DATABASE_URL"
			DATABASE_URL=postgres://u:p@h/db | username | environment variable "DATABASE_URL"
			DATABASE_URL=postgres://u:p@h/db | password | environment variable "DATABASE_URL"
			DATABASE_URL=postgres://h/db DB_SSL=on | url | environment variables "DATABASE_URL", "DB_SSL"
			DB_HOST=h DB_NAME=db | url | environment variables "DB_HOST", "DB_NAME"
			DB_HOST=h DB_NAME=db DB_PORT=1 DB_SSL=on DB_SCHEMA=s | url | \
			environment variables "DB_HOST", "DB_PORT", "DB_NAME", "DB_SSL", "DB_SCHEMA"
			DB_HOST=h DB_NAME=db DB_USERNAME=u | username | environment variable "DB_USERNAME"
			DB_HOST=h DB_NAME=db DB_PASSWORD=${p} | password | environment variable "DB_PASSWORD"
			DB_HOST=h DB_NAME=db DB_POOL_SIZE=5 DB_MAX_CONNECTIONS=3 | hikari.maximum-pool-size | \
			environment variable "DB_MAX_CONNECTIONS"
			""")
	void everyValueKnowsTheVariableItCameFrom(String variables, String property, String origin) throws Exception {
		try (ConfigurableApplicationContext context = run(environment(variables), null)) {
			assertThat(find(context.getEnvironment(), "spring.datasource." + property).getOrigin()).hasToString(origin);
		}
	}

	@Test
	void hikariGetsWhatTheVariablesSay() throws Exception {
		SpringApplication application = application(environment(
				"DATABASE_URL=postgres://u:p${java.home}@h/db?sslkey=k&sslpassword=s3cret DB_POOL_SIZE=4 DB_SCHEMA=app"));
		application.addPrimarySources(List.of(Hikari.class));
		try (ConfigurableApplicationContext context = application.run(location(null))) {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getJdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/db?sslkey=k&currentSchema=app");
			assertThat(dataSource.getUsername()).isEqualTo("u");
			assertThat(dataSource.getPassword()).isEqualTo("p${java.home}");
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(4);
			assertThat(dataSource.getDataSourceProperties()).containsEntry("sslpassword", "s3cret");
		}
	}

	@Test
	void whateverIsAddedLaterAsAnOrdinarySourceStillWins() throws Exception {
		try (ConfigurableApplicationContext context = run(environment("DATABASE_URL=postgres://h/db"), null)) {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new MapPropertySource("later", Map.of(URL, "jdbc:x:y")));
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("jdbc:x:y");
		}
	}

	@Test
	void itsOwnPropertiesDoNotCountAsExplicitTheSecondTime() throws Exception {
		ConfigurableEnvironment environment = environment("DATABASE_URL=postgres://a/db");
		run(environment, null).close();
		TestVariables.set(environment, TestVariables.parse("DATABASE_URL=postgres://b/db"));
		try (ConfigurableApplicationContext context = run(environment, null)) {
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("jdbc:postgresql://b:5432/db");
		}
	}

	@Test
	void ignoredFamilyIsReported(CapturedOutput output) throws Exception {
		run(environment("DATABASE_URL=postgres://u:s3cret@h/db DB_HOST=x DB_PASSWORD=s3cret DB_POOL_SIZE=3"), null)
			.close();
		assertThat(output).containsPattern("WARN .*Ignored environment variables \"DB_HOST\", \"DB_PASSWORD\": the "
				+ "address of the main database comes from environment variable \"DATABASE_URL\"");
		assertThat(output).doesNotContain("s3cret").doesNotContain("\"DB_POOL_SIZE\"");
	}

	@Test
	void twoVariablesOfThePlatformThatAgreeAreNotReported(CapturedOutput output) throws Exception {
		run(environment("JDBC_DATABASE_URL=jdbc:postgresql://h:5432/db?user=u&password=p&sslmode=require "
				+ "DATABASE_URL=postgres://u:p@h:5432/db"), null)
			.close();
		assertThat(output).contains("comes from environment variable \"JDBC_DATABASE_URL\"").doesNotContain("WARN");
	}

	@Test
	void twoVariablesOfThePlatformThatDisagreeAreReported(CapturedOutput output) throws Exception {
		run(environment("JDBC_DATABASE_URL=jdbc:postgresql://h:5432/db?sslmode=require "
				+ "DATABASE_URL=postgres://h:5432/db?sslmode=verify-full"), null)
			.close();
		assertThat(output).containsPattern("WARN .*Ignored environment variable \"DATABASE_URL\"");
	}

	@Test
	void variablesWithoutAnAddressAreReported(CapturedOutput output) throws Exception {
		run(environment("DB_PORT=5432 DB_USER=u"), null).close();
		assertThat(output)
			.containsPattern("WARN .*Ignored environment variables \"DB_PORT\", \"DB_USER\": nothing says");
	}

	@Test
	void explicitUrlIsReportedWithItsOrigin(CapturedOutput output) throws Exception {
		run(environment("DATABASE_URL=postgres://u:s3cret@h/db"), "spring.datasource.url=jdbc:x:y").close();
		assertThat(output).containsPattern("INFO .*not read from environment variable \"DATABASE_URL\": "
				+ "spring.datasource.url is set by .*application.properties.* - 1:23");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void variablesThatTheConfigurationRefersToAreNotReported(CapturedOutput output) throws Exception {
		run(environment("DB_HOST=h DB_NAME=db DB_PORT=1 DB_PASSWORD=p"), """
				spring.datasource.url=jdbc:postgresql://${DB_HOST}:${DB_PORT:5432}/${DB_NAME}
				spring.datasource.password=${DB_PASSWORD}
				""").close();
		assertThat(output).contains(": Started ").doesNotContain("DB_");
	}

	@Test
	void blankUrlThatHidesTheVariablesIsReported(CapturedOutput output) throws Exception {
		run(environment("DATABASE_URL=postgres://h/db"), "spring.datasource.url=").close();
		assertThat(output).containsPattern("WARN .*spring.datasource.url is set by .*but blank: that hides environment "
				+ "variable \"DATABASE_URL\"");
	}

	@Test
	void libpqUrlThatIsHandedToSpringBootAsItIsIsReported(CapturedOutput output) throws Exception {
		run(environment("DATABASE_URL=postgres://u:s3cret@h/db"), "spring.datasource.url=${DATABASE_URL}").close();
		assertThat(output).containsPattern("WARN .*spring.datasource.url is set by .*1:23 as a copy of DATABASE_URL")
			.contains("Remove the property")
			.doesNotContain("s3cret");
	}

	@Test
	void failedStartIsReportedWithDescriptionAndAction(CapturedOutput output) {
		assertThatExceptionOfType(EnvironmentDatabaseException.class)
			.isThrownBy(() -> run(environment("DATABASE_URL=mysql://root:s3cret@h/db"), null));
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.contains("Description:\n\nEnvironment variable DATABASE_URL can not be used: its scheme 'mysql' is not "
					+ "PostgreSQL's.\n\n    DATABASE_URL=mysql://root:******@h/db\n\nNothing was connected")
			.contains("Action:\n\nWrite postgres://user:password@host:5432/database")
			.doesNotContain("s3cret");
	}

	private ConfigurableApplicationContext run(ConfigurableEnvironment environment, String properties,
			String... arguments) throws Exception {
		String[] all = (arguments.length == 0 || arguments[0] == null) ? new String[] { location(properties) }
				: new String[] { location(properties), arguments[0] };
		return application(environment).run(all);
	}

	private String location(String properties) throws Exception {
		Path file = this.directory.resolve("application.properties");
		Files.writeString(file, (properties != null) ? properties : "");
		return "--spring.config.location=" + file.toUri();
	}

	private static SpringApplication application(ConfigurableEnvironment environment) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setEnvironment(environment);
		return application;
	}

	private static ConfigurableEnvironment environment(String variables) {
		return TestVariables.set(new StandardEnvironment(), new HashMap<>(TestVariables.parse(variables)));
	}

	private static ConfigurationProperty find(ConfigurableEnvironment environment, String name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
			if (property != null) {
				return property;
			}
		}
		throw new AssertionError("no property " + name);
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
	static class Hikari {

	}

}
