package io.bailiwick.database.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Protected connections to a real server with certificates of a private authority.
 */
@ExtendWith(OutputCaptureExtension.class)
class TlsIntegrationTests {

	private static final String HERE = "127.0.0.1";

	@TempDir
	static Path directory;

	private static TestAuthority authority;

	private static TestAuthority otherAuthority;

	private static TestAuthority.Issued forThisHost;

	private static TlsServer server;

	private final List<String> properties = new ArrayList<>();

	@BeforeAll
	static void startServer() throws Exception {
		authority = new TestAuthority(directory.resolve("certificates"), "Private-Authority");
		otherAuthority = new TestAuthority(directory.resolve("certificates"), "Other-Authority");
		forThisHost = authority.issue("here", "-ext", "san=ip:127.0.0.1");
		server = new TlsServer(directory.resolve("server"));
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void presentTheRightCertificate() throws Exception {
		server.present(forThisHost);
	}

	@Test
	void trustsAPrivateAuthorityFromPemFiles() throws Exception {
		trust(authority);
		withPool((pool) -> {
			assertThat(pool.getDataSourceProperties()).containsEntry("sslmode", "verify-full");
			assertThat(protection(pool)).isEqualTo("true TLSv1.3");
		});
	}

	@Test
	void trustsAPrivateAuthorityFromAKeyStore(@TempDir Path folder) throws Exception {
		Path store = folder.resolve("trusted.p12");
		authority.writeTrustStore(store);
		this.properties.addAll(List.of("spring.ssl.bundle.jks.db.truststore.location=file:" + store,
				"spring.ssl.bundle.jks.db.truststore.password=" + TestAuthority.PASSWORD,
				"spring.ssl.bundle.jks.db.truststore.type=PKCS12"));
		withPool((pool) -> assertThat(protection(pool)).startsWith("true"));
	}

	@Test
	void keepsToTheProtocolsOfTheBundle() throws Exception {
		trust(authority);
		this.properties.add("spring.ssl.bundle.pem.db.options.enabled-protocols=TLSv1.2");
		withPool((pool) -> assertThat(protection(pool)).isEqualTo("true TLSv1.2"));
	}

	@Test
	void refusesACertificateForAnotherHost(CapturedOutput output) throws Exception {
		server.present(authority.issue("elsewhere", "-ext", "san=dns:db.example.com"));
		trust(authority);
		withPool((pool) -> {
			assertRefused(pool, TlsFailure.OTHER_HOST);
			assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
				.satisfies((failure) -> assertThat(TlsFailure.of(failure)).isEqualTo(TlsFailure.OTHER_HOST));
		});
		assertThat(output).doesNotContain("asks for the mode");
		withPool("?sslmode=verify-ca", (pool) -> assertThat(protection(pool)).startsWith("true"));
		assertThat(output).contains("The database 'reporting' has the SSL bundle 'db', but the parameter 'sslmode'"
				+ " of the URL asks for the mode 'verify-ca': whoever has a certificate");
	}

	@Test
	void refusesACertificateOfAnotherAuthority() throws Exception {
		server.present(otherAuthority.issue("here-too", "-ext", "san=ip:127.0.0.1"));
		trust(authority);
		withPool((pool) -> assertRefused(pool, TlsFailure.UNKNOWN_AUTHORITY));
		// The driver alone would let anybody in.
		withPool("?sslmode=require", (pool) -> assertRefused(pool, TlsFailure.UNKNOWN_AUTHORITY));
	}

	@Test
	void refusesACertificateThatHasExpired() throws Exception {
		server.present(authority.issue("once", "-ext", "san=ip:127.0.0.1", "-startdate", "-9d", "-validity", "3"));
		trust(authority);
		withPool((pool) -> assertRefused(pool, TlsFailure.EXPIRED));
	}

	@Test
	void refusesAServerWithoutTls() throws Exception {
		server.offerNoTls();
		trust(authority);
		withPool((pool) -> assertRefused(pool, TlsFailure.NOT_OFFERED));
	}

	@Test
	void logsInWithACertificate(@TempDir Path folder) throws Exception {
		server.acceptCertificateOf("carol", authority);
		TestAuthority.Issued carol = authority.issue("carol");
		trust(authority);
		this.properties.addAll(List.of(
				"spring.ssl.bundle.pem.db.keystore.certificate=file:"
						+ Files.writeString(folder.resolve("carol.crt"), carol.certificate()),
				"spring.ssl.bundle.pem.db.keystore.private-key=file:"
						+ Files.writeString(folder.resolve("carol.key"), carol.key())));
		withPool((pool) -> {
			pool.setUsername("carol");
			pool.setPassword(null);
			assertThat(new JdbcTemplate(pool).queryForObject("SELECT current_user", String.class)).isEqualTo("carol");
		});
		TestAuthority.Issued stranger = otherAuthority.issue("carol");
		Files.writeString(folder.resolve("carol.crt"), stranger.certificate());
		Files.writeString(folder.resolve("carol.key"), stranger.key());
		withPool((pool) -> {
			pool.setUsername("carol");
			pool.setPassword(null);
			assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
				.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("28000"));
		});
	}

	@Test
	void saysThatTheServerBrokeOff() throws Exception {
		server.set("ssl_min_protocol_version", "TLSv1.3");
		trust(authority);
		this.properties.add("spring.ssl.bundle.pem.db.options.enabled-protocols=TLSv1.2");
		try {
			withPool((pool) -> assertRefused(pool, TlsFailure.BROKEN_OFF));
		}
		finally {
			server.set("ssl_min_protocol_version", "TLSv1.2");
		}
	}

	@Test
	void changesCertificatesWhileItRuns(@TempDir Path folder, CapturedOutput output) throws Exception {
		Path trusted = folder.resolve("trusted.crt");
		Files.writeString(trusted, authority.certificate());
		this.properties.addAll(List.of("spring.ssl.bundle.pem.db.truststore.certificate=file:" + trusted,
				"spring.ssl.bundle.pem.db.reload-on-update=true", "spring.ssl.bundle.watch.file.quiet-period=100ms"));
		withPool((pool) -> {
			pool.setMaximumPoolSize(2);
			try (Connection busy = pool.getConnection()) {
				int used = backend(busy);
				int idle = backend(pool);
				server.present(otherAuthority.issue("renewed", "-ext", "san=ip:127.0.0.1"));
				Files.writeString(trusted, "no certificate");
				await(() -> output.toString().contains("can not be read. Connections go on being opened"));
				assertThat(backend(pool)).isEqualTo(idle);
				Files.writeString(trusted, otherAuthority.certificate());
				await(() -> backend(pool) != idle);
				assertThat(protection(pool)).startsWith("true");
				assertThat(backend(busy)).isEqualTo(used);
				busy.close();
				await(() -> server.admin()
					.queryForList("SELECT pid FROM pg_stat_activity WHERE pid IN (?, ?)", Integer.class, used, idle)
					.isEmpty());
			}
		});
	}

	private void trust(TestAuthority trusted) throws Exception {
		Path file = Files.createTempFile(directory, "trusted", ".crt");
		Files.writeString(file, trusted.certificate());
		this.properties.add("spring.ssl.bundle.pem.db.truststore.certificate=file:" + file);
	}

	private void withPool(PoolConsumer test) throws Exception {
		withPool("", test);
	}

	private void withPool(String parameters, PoolConsumer test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(this.properties.toArray(String[]::new))
			.run((context) -> {
				try (HikariDataSource pool = new HikariDataSource()) {
					pool.setJdbcUrl(server.url(HERE) + parameters);
					pool.setUsername(server.username());
					pool.setPassword(server.password());
					pool.setMaximumPoolSize(1);
					pool.setConnectionTimeout(20_000);
					new JdbcSslBundles(context.getBean(SslBundles.class)).apply(pool, "reporting", "db");
					test.accept(pool);
				}
			});
	}

	/**
	 * Without the pool, which would sleep for a second before it passes the failure on.
	 */
	private static void assertRefused(HikariDataSource pool, TlsFailure reason) {
		Properties properties = new Properties();
		properties.putAll(pool.getDataSourceProperties());
		properties.setProperty("user", pool.getUsername());
		properties.setProperty("password", pool.getPassword());
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(pool.getJdbcUrl(), properties))
			.satisfies((failure) -> assertThat(TlsFailure.of(failure)).as(failure.toString()).isEqualTo(reason));
	}

	private static String protection(HikariDataSource pool) {
		Map<String, Object> row = new JdbcTemplate(pool)
			.queryForMap("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
		return row.get("ssl") + " " + row.get("version");
	}

	private static int backend(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return backend(connection);
		}
	}

	private static int backend(Connection connection) {
		Integer pid = new JdbcTemplate(new SingleConnectionDataSource(connection, true))
			.queryForObject("SELECT pg_backend_pid()", Integer.class);
		return (pid != null) ? pid : -1;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(condition);
	}

	private interface PoolConsumer {

		void accept(HikariDataSource pool) throws Exception;

	}

}
