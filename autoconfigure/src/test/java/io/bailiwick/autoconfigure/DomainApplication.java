package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.bailiwick.test.MigrationFolder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/**
 * An application with the domains {@code users} and {@code wallets}, as tests start it.
 */
final class DomainApplication {

	static final String USERS = "CREATE TABLE users (id int PRIMARY KEY);";

	static final String WALLETS = "CREATE TABLE wallets (id int PRIMARY KEY, user_id int REFERENCES users.users);";

	private DomainApplication() {
	}

	/**
	 * Its files.
	 */
	static MigrationFolder files(Path classes) {
		return new MigrationFolder(classes).file("db/migration/users/V1__create_users.sql", USERS)
			.file("db/migration/wallets/V1__create_wallets.sql", WALLETS);
	}

	/**
	 * A runner with what every application on Spring JDBC has, and with more of what is
	 * on the class path of these tests.
	 */
	static ApplicationContextRunner runner(Path classes, Class<?>... more) {
		return new ApplicationContextRunner().withConfiguration(autoConfigurations(more))
			.withClassLoader(files(classes).classLoader())
			.withPropertyValues("bailiwick.domains.wallets.depends-on=users");
	}

	/**
	 * The same, where nothing asks for a connection.
	 */
	static ApplicationContextRunner withoutConnection(Path classes, Class<?>... more) {
		return runner(classes, more).withPropertyValues("spring.flyway.enabled=false",
				"spring.datasource.url=jdbc:postgresql://localhost:1/nowhere");
	}

	static AutoConfigurations autoConfigurations(Class<?>... more) {
		List<Class<?>> classes = new ArrayList<>(Arrays.asList(more));
		for (String name : ImportCandidates.load(AutoConfiguration.class, DomainApplication.class.getClassLoader())) {
			if (name.startsWith("io.bailiwick.") || isOfJdbc(name)) {
				classes.add(ClassUtils.resolveClassName(name, DomainApplication.class.getClassLoader()));
			}
		}
		return AutoConfigurations.of(classes.toArray(Class<?>[]::new));
	}

	/**
	 * What the user of an application that failed to start reads.
	 */
	static FailureAnalysis analysis(AssertableApplicationContext context) {
		for (Throwable ex = context.getStartupFailure(); ex != null; ex = ex.getCause()) {
			if (ex instanceof FailureAnalyzedException analyzed) {
				return analyzed.analysis();
			}
		}
		throw new AssertionError("No explanation", context.getStartupFailure());
	}

	private static boolean isOfJdbc(String name) {
		return List
			.of("org.springframework.boot.jdbc.autoconfigure.", "org.springframework.boot.transaction.autoconfigure.",
					"org.springframework.boot.flyway.autoconfigure.",
					"org.springframework.boot.sql.autoconfigure.init.")
			.stream()
			.anyMatch(name::startsWith);
	}

}
