package io.bailiwick.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The smallest application of one's own: the starter, two folders of SQL, five lines of
 * configuration and one class.
 */
class NewcomerIntegrationTests {

	private static final String APPLICATION = """
			package shop;

			import io.bailiwick.domain.OfDomain;

			import org.springframework.boot.CommandLineRunner;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			import org.springframework.jdbc.core.simple.JdbcClient;
			import org.springframework.transaction.annotation.Transactional;

			@SpringBootApplication
			public class Shop {

				public static void main(String[] args) {
					SpringApplication.run(Shop.class, args);
				}

				@Bean
				Orders orders(@OfDomain("orders") JdbcClient jdbc) {
					return new Orders(jdbc);
				}

				@Bean
				CommandLineRunner order(@OfDomain("users") JdbcClient jdbc, Orders orders) {
					return (args) -> {
						long user = jdbc.sql("INSERT INTO users.users (name) VALUES ('Ada') RETURNING id")
							.query(Long.class).single();
						try {
							orders.order(user, true);
						}
						catch (IllegalStateException ex) {
							System.out.println("Rolled back: " + ex.getMessage());
						}
						orders.order(user, false);
						System.out.println("Orders: " + orders.count());
					};
				}

				static class Orders {

					private final JdbcClient jdbc;

					Orders(JdbcClient jdbc) {
						this.jdbc = jdbc;
					}

					@Transactional("orders")
					public void order(long user, boolean fail) {
						this.jdbc.sql("INSERT INTO orders.orders (user_id) VALUES (?)").param(user).update();
						if (fail) {
							throw new IllegalStateException("out of stock");
						}
					}

					public long count() {
						return this.jdbc.sql("SELECT count(*) FROM orders.orders").query(Long.class).single();
					}

				}

			}
			""";

	private static final Map<String, String> RESOURCES = Map.of("application.yml", """
			bailiwick:
			  domains:
			    users: {}
			    orders:
			      depends-on: users
			""", "db/migration/users/V1__create_users.sql", """
			CREATE TABLE users.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
			""", "db/migration/orders/V1__create_orders.sql", """
			CREATE TABLE orders.orders (
				id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
				user_id bigint NOT NULL CONSTRAINT fk_orders_users REFERENCES users.users
			);
			""", "db/migration/orders/V2__index_orders.sql", """
			CREATE INDEX idx_orders_user_id ON orders.orders (user_id);
			""");

	@TempDir(factory = TargetDirectory.class)
	private Path directory;

	@AfterEach
	void killLeftovers() {
		Leftovers.kill(this.directory);
	}

	@Test
	void anApplicationWithTheStarterAndTwoFoldersOfSqlStarts() throws Exception {
		Path classes = build();
		try (ApplicationProcess application = run(classes)) {
			// Nothing but a pool and a database: it ends when its work is done.
			assertThat(application.awaitExit()).as(application.output()).isZero();
			assertThat(application.output()).contains("Rolled back: out of stock")
				.contains("Orders: 1")
				.contains("Applied 3 migrations to 2 domains");
		}
		Leftovers.awaitNone(this.directory);
		try (ApplicationProcess application = run(classes)) {
			assertThat(application.awaitExit()).as(application.output()).isZero();
			assertThat(application.output()).contains("Orders: 2").contains("up to date: users, orders");
		}
	}

	/**
	 * Not with a Maven of its own: on a fresh clone {@code mvn verify} has installed
	 * nothing that a second Maven could find. The class path is the one that Maven has
	 * resolved for the starter alone.
	 */
	private Path build() throws Exception {
		Path source = this.directory.resolve("src/shop/Shop.java");
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		Files.createDirectories(source.getParent());
		Files.writeString(source, APPLICATION);
		for (Map.Entry<String, String> resource : RESOURCES.entrySet()) {
			Path file = classes.resolve(resource.getKey());
			Files.createDirectories(file.getParent());
			Files.writeString(file, resource.getValue());
		}
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-cp", ClassPaths.join(ClassPaths.starter()), "-parameters", "-proc:none", "-d",
					classes.toString(), source.toString());
		assertThat(result).isZero();
		return classes;
	}

	private ApplicationProcess run(Path classes) throws Exception {
		return ApplicationProcess.start(this.directory, Map.of(),
				List.of("-cp",
						ClassPaths.join(List.of(classes.toString()), ClassPaths.starter(), ClassPaths.embeddedServer()),
						"shop.Shop"));
	}

}
