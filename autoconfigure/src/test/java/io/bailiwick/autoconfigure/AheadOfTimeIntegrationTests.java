package io.bailiwick.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for an application that Spring Boot processes ahead of time, without
 * any database, and that is started with what came out of it.
 */
class AheadOfTimeIntegrationTests {

	@TempDir
	static Path built;

	@TempDir
	Path data;

	@BeforeAll
	static void build() throws Exception {
		DomainApplication.files(built.resolve("files"));
		new IsolatedClassPath(built.resolve("files")).andTestsWithout()
			.run("org.springframework.boot.SpringApplicationAotProcessor", WholeApplication.class.getName(),
					built.resolve("sources").toString(), built.resolve("resources").toString(),
					built.resolve("classes").toString(), "io.bailiwick", "test",
					"--bailiwick.domains.wallets.depends-on=users", "--spring.main.banner-mode=off",
					"--management.endpoints.web.exposure.include=*");
		compile();
	}

	@Test
	void usesTheDatabaseThatIsNamedAtTheStart() throws Exception {
		Database database = TestPostgres.newDatabase();
		String output = start(
				Arrays.stream(database.properties()).map((property) -> "--" + property).toArray(String[]::new));
		assertThat(output).contains("domains=[users, wallets]", "main client=true",
				"after the failure=a row was there: true", "rows=0", "health=true");
		assertThat(output).as("the endpoint").contains("currentVersion=1", "url=" + database.url(), "pending=0");
		assertThat(output).as("jOOQ").contains("main dsl=true", "dsl=0");
		assertThat(output).as("what nobody wants").contains("lazy=true");
		assertThat(output).as("how the context came to be").contains("generated=true");
		assertThat(output).as("what the main JdbcClient waits for").containsPattern("waits=\\[.*domainMigrations.*\\]");
		assertThat(this.data.resolve("postgresql")).as("the embedded server's data").doesNotExist();
		assertThat(database.jdbc().queryForObject("SELECT count(*) FROM users.flyway_schema_history", Integer.class))
			.isEqualTo(1);
	}

	@Test
	void startsTheEmbeddedServerWhereNoDatabaseIsNamed() throws Exception {
		assertThat(start()).contains("domains=[users, wallets]", "rows=0", "embedded PostgreSQL");
		assertThat(this.data.resolve("postgresql")).isDirectory();
	}

	@Test
	void keepsTheFilesOfTheDomainsInANativeImage() throws IOException {
		assertThat(Files
			.readString(built.resolve("resources/META-INF/native-image/io.bailiwick/test/reachability-metadata.json")))
			.contains("db\\/migration\\/**", "db\\/migration-*\\/**", "db\\/seed\\/**");
	}

	private String start(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		all.add("--bailiwick.domains.wallets.depends-on=users");
		all.add("--bailiwick.embedded.data-directory=" + this.data.resolve("postgresql"));
		all.add("--management.endpoints.web.exposure.include=*");
		System.setProperty("spring.aot.enabled", "true");
		try {
			String output = new IsolatedClassPath(built.resolve("classes"), built.resolve("resources"),
					built.resolve("files"))
				.andTestsWithout()
				.run(WholeApplication.class.getName(), all.toArray(String[]::new));
			return output;
		}
		finally {
			System.clearProperty("spring.aot.enabled");
		}
	}

	private static void compile() throws IOException {
		Files.createDirectories(built.resolve("classes"));
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none", "-d",
				built.resolve("classes").toString(), "-cp", built.resolve("classes") + File.pathSeparator
						+ IsolatedClassPath.entries().collect(Collectors.joining(File.pathSeparator))));
		try (Stream<Path> sources = Files.walk(built.resolve("sources"))) {
			sources.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).as("the compiler's result").isZero();
	}

}
