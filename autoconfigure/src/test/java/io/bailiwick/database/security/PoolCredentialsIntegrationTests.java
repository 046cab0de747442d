package io.bailiwick.database.security;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.security.DatabaseCredentials.Login;
import io.bailiwick.test.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Pools whose credentials change while they run, on a real server.
 */
class PoolCredentialsIntegrationTests {

	private static final String SECRET = "s3cr3t-token";

	private final TestPostgres.Database database = TestPostgres.newDatabase();

	private final String role = "rotating_" + this.database.url().replaceFirst(".*_", "");

	private final HikariDataSource pool = new HikariDataSource();

	@BeforeEach
	void createRole() {
		this.database.execute("CREATE ROLE %s LOGIN PASSWORD 'first'".formatted(this.role));
		this.pool.setJdbcUrl(this.database.url());
		this.pool.setMaximumPoolSize(1);
		this.pool.setConnectionTimeout(1_000);
	}

	@AfterEach
	void dropRole() {
		this.pool.close();
		this.database.execute("DROP ROLE %s".formatted(this.role));
	}

	@Test
	void opensEachConnectionWithTheCredentialsOfTheMoment() {
		AtomicReference<Login> current = new AtomicReference<>(new Login(this.role, "first"));
		this.pool.setUsername("nobody");
		PoolCredentials.apply(this.pool, "reporting", (name) -> current.get());
		assertThat(user()).isEqualTo(this.role);
		this.database.execute("ALTER ROLE %s PASSWORD 'second'".formatted(this.role));
		assertThat(user()).as("what is connected stays connected").isEqualTo(this.role);
		retireConnections();
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.pool::getConnection)
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
		current.set(new Login(this.role, "second"));
		connectAgain();
		current.set(new Login(this.database.username(), this.database.password()));
		retireConnections();
		assertThat(user()).as("another role").isEqualTo(this.database.username());
	}

	@Test
	void recoversWhenAnExpiredPasswordIsRightAgain() {
		this.pool.setUsername(this.role);
		this.pool.setPassword("first");
		assertThat(user()).isEqualTo(this.role);
		this.database.execute("ALTER ROLE %s VALID UNTIL '2001-01-01'".formatted(this.role));
		retireConnections();
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.pool::getConnection)
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
		this.database.execute("ALTER ROLE %s VALID UNTIL 'infinity'".formatted(this.role));
		connectAgain();
	}

	@Test
	void tellsWhichDatabaseHasNoCredentialsAndNoSecret() {
		PoolCredentials.apply(this.pool, "reporting", (name) -> {
			throw new IOException("403 for token " + SECRET);
		});
		assertThatExceptionOfType(DatabaseSecurityException.class).isThrownBy(this.pool::getConnection)
			.satisfies((failure) -> assertThat(failure.analysis().getDescription())
				.startsWith("There are no credentials to connect to the database 'reporting' with:")
				.contains("failed with java.io.IOException")
				.doesNotContain(SECRET))
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void survivesASourceThatFailsForAWhile() {
		AtomicInteger failures = new AtomicInteger();
		AtomicReference<Login> current = new AtomicReference<>(new Login(this.role, "first"));
		PoolCredentials.apply(this.pool, "reporting", (name) -> {
			Login login = current.get();
			if (login == null) {
				failures.incrementAndGet();
			}
			return login;
		});
		assertThat(user()).isEqualTo(this.role);
		current.set(null);
		retireConnections();
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.pool::getConnection)
			.havingCause()
			.isInstanceOf(DatabaseSecurityException.class)
			.withMessageContaining("'reporting'")
			.withMessageContaining("supplied nothing");
		assertThat(failures).hasPositiveValue();
		current.set(new Login(this.role, "first"));
		connectAgain();
	}

	@Test
	void asksWithTheNameOfTheDatabase() {
		PoolCredentials.apply(this.pool, "reporting", (name) -> {
			assertThat(name).isEqualTo("reporting");
			return new Login(this.role, "first");
		});
		assertThat(user()).isEqualTo(this.role);
	}

	private String user() {
		return new JdbcTemplate(this.pool).queryForObject("SELECT current_user", String.class);
	}

	private void retireConnections() {
		this.pool.getHikariPoolMXBean().softEvictConnections();
	}

	/**
	 * Nothing is restarted: the pool, which pauses ever longer between attempts but never
	 * longer than five seconds, finds out by itself.
	 */
	private void connectAgain() {
		this.pool.setConnectionTimeout(30_000);
		assertThatNoException().isThrownBy(() -> {
			try (Connection connection = this.pool.getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
			}
		});
		this.pool.setConnectionTimeout(1_000);
	}

}
