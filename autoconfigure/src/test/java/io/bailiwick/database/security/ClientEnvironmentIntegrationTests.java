package io.bailiwick.database.security;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for {@link ClientEnvironment}.
 */
class ClientEnvironmentIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	private final HikariDataSource pool = new HikariDataSource();

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void whereAndAsWhomIsTold() throws SQLException {
		Map<String, String> variables = variables("?ApplicationName=x&connectTimeout=7",
				Map.of("PGSSLMODE", "disable"));
		assertThat(variables).containsEntry("PGHOST", "127.0.0.1")
			.containsEntry("PGPORT", this.database.url().replaceFirst(".*:(\\d+)/.*", "$1"))
			.containsEntry("PGDATABASE", this.database.name())
			.containsEntry("PGUSER", this.database.username())
			.containsEntry("PGPASSWORD", this.database.password())
			.containsEntry("PGCONNECT_TIMEOUT", "7")
			.containsEntry("PGSSLMODE", "prefer");
	}

	@ParameterizedTest
	@CsvSource({ "?sslmode=verify-full, verify-full", "?sslmode=require, require", "?ssl=true, verify-full",
			"?sslmode=disable, disable", "?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory, require" })
	void theModeIsNeverWeaker(String parameters, String mode) throws SQLException {
		assertThat(variables(parameters, Map.of())).containsEntry("PGSSLMODE", mode);
	}

	@Test
	void certificatesAreTold() throws SQLException {
		assertThat(variables("?sslmode=verify-full&sslrootcert=/tls/root.crt&sslcert=/tls/me.crt&sslkey=/tls/me.key",
				Map.of("PGSSLROOTCERT", "/other")))
			.containsEntry("PGSSLROOTCERT", "/tls/root.crt")
			.containsEntry("PGSSLCERT", "/tls/me.crt")
			.containsEntry("PGSSLKEY", "/tls/me.key");
		assertThat(variables("?sslmode=verify-full", Map.of("PGSSLROOTCERT", "/other", "PGSSLCRL", "/crl")))
			.containsEntry("PGSSLROOTCERT", "/other")
			.containsEntry("PGSSLCRL", "/crl");
	}

	@Test
	void whatOnlyJavaCanReadIsRefused() throws SQLException {
		assertRefused("?sslmode=verify-full&sslkey=/tls/me.pk8", "Java reads", "PEM");
		assertRefused("?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
				"its certificates come from Java", "PGSSLROOTCERT");
		assertRefused("?socketFactory=some.Factory", "takes its connections elsewhere", "migration.url");
		assertThat(variables("?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
				Map.of("PGSSLROOTCERT", "/root.pem")))
			.containsEntry("PGSSLROOTCERT", "/root.pem")
			.containsEntry("PGSSLMODE", "verify-full");
	}

	@Test
	void whatTheProgramDoesNotKnowYetIsRefused() {
		assertRefused("?requireAuth=scram-sha-256", "since 16 only, and these are 15", "newer programs");
		assertRefused("?sslNegotiation=direct", "since 17 only, and these are 15", "newer programs");
	}

	@Test
	void credentialsThatChangeAreAskedFor() throws SQLException {
		this.pool.setCredentialsProvider(() -> Credentials.of(this.database.username(), "of this hour"));
		assertThat(variables("", Map.of())).containsEntry("PGPASSWORD", "of this hour");
	}

	@Test
	void aPoolThatIsNotKnownIsRefused() throws SQLException {
		try (Connection connection = this.database.connect()) {
			assertThatExceptionOfType(DatabaseSecurityException.class)
				.isThrownBy(() -> new ClientEnvironment("main", 15).variables(new DriverManagerDataSource(), connection,
						Map.of()))
				.withMessageContaining("its pool is not one of HikariCP");
		}
	}

	private void assertRefused(String parameters, String why, String action) {
		assertThatExceptionOfType(DatabaseSecurityException.class).isThrownBy(() -> variables(parameters, Map.of()))
			.withMessageContaining("can not be told how to reach the database 'main'")
			.withMessageContaining(why)
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains(action));
	}

	/**
	 * What is in the URL decides; the connection only says where it leads.
	 */
	private Map<String, String> variables(String parameters, Map<String, String> inherited) throws SQLException {
		this.pool.setJdbcUrl(this.database.url() + parameters);
		this.pool.setUsername(this.database.username());
		this.pool.setPassword(this.database.password());
		try (Connection connection = this.database.connect()) {
			return new ClientEnvironment("main", 15).variables(this.pool, connection, inherited);
		}
	}

}
