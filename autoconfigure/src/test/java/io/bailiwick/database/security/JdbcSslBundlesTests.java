package io.bailiwick.database.security;

import java.lang.ref.Reference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class JdbcSslBundlesTests {

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("corporate",
			SslBundle.systemDefault());

	private final JdbcSslBundles bundles = new JdbcSslBundles(this.registry);

	@Test
	void asksForFullVerificationWhenNobodyChoseAMode() {
		HikariDataSource pool = pool("jdbc:postgresql://db/app");
		this.bundles.apply(pool, "reporting", "corporate");
		assertThat(pool.getDataSourceProperties()).containsEntry("sslmode", "verify-full")
			.containsEntry("sslfactory", BundleSocketFactory.class.getName())
			.containsKey("sslfactoryarg");
	}

	@ParameterizedTest
	@CsvSource({ "sslmode=disable,the bundle is not used", "sslmode=ALLOW,not encrypted as long as",
			"sslmode=prefer,when the server offers no TLS", "sslmode=require,can pass for the server",
			"sslmode=verify-ca,can pass for the server", "ssl=false,when the server offers no TLS" })
	void leavesAWeakerModeAndSaysSo(String parameter, String warning, CapturedOutput output) {
		HikariDataSource pool = pool("jdbc:postgresql://db/app?" + parameter);
		this.bundles.apply(pool, "reporting", "corporate");
		assertThat(pool.getDataSourceProperties()).doesNotContainKey("sslmode");
		assertThat(output)
			.contains("The database 'reporting' has the SSL bundle 'corporate', but the parameter '"
					+ parameter.replaceFirst("=.*", "") + "' of the URL asks for the mode")
			.contains(warning);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?sslmode=verify-full", "?ssl=true", "?ssl", "?ssl=true&sslmode=Verify-Full" })
	void isSilentAboutAModeThatProtects(String parameters, CapturedOutput output) {
		this.bundles.apply(pool("jdbc:postgresql://db/app" + parameters), "reporting", "corporate");
		assertThat(output).doesNotContain("reporting");
	}

	@Test
	void believesTheUrlAsTheDriverDoes(CapturedOutput output) {
		HikariDataSource pool = pool("jdbc:postgresql://db/app?sslmode=require");
		pool.addDataSourceProperty("sslmode", "verify-full");
		this.bundles.apply(pool, "reporting", "corporate");
		assertThat(output).contains("asks for the mode 'require'");
	}

	@Test
	void saysThatSomebodyElseChecksTheHost(CapturedOutput output) {
		this.bundles.apply(pool("jdbc:postgresql://db/app?sslhostnameverifier=com.example.Trusting"), "reporting",
				"corporate");
		assertThat(output).contains("The host name in the certificate of the database 'reporting' is compared by"
				+ " 'com.example.Trusting' (the parameter 'sslhostnameverifier' of the URL) and not by the driver");
	}

	@Test
	void refusesAModeThatDoesNotExist() {
		assertRefused(pool("jdbc:postgresql://db/app?sslmode=verify-fully"), "corporate",
				"there is none of that name. Correct the parameter 'sslmode' of the URL. The modes are: disable, allow, prefer, require, verify-ca, verify-full. Did you mean 'verify-full'?");
	}

	@Test
	void namesTheNearestBundle() {
		assertRefused(pool("jdbc:postgresql://db/app"), "corprate",
				"there is no such bundle. The bundles are: corporate.",
				"correct 'bailiwick.databases.reporting.ssl.bundle'. Did you mean 'corporate'?");
	}

	@Test
	void refusesABundleThatCanNotBeRead() {
		this.registry.registerBundle("broken",
				SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate("classpath:missing.crt"))));
		assertRefused(pool("jdbc:postgresql://db/app"), "broken",
				"The SSL bundle 'broken' of the database 'reporting' can not be read:", "missing.crt");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslrootcert=/etc/ca.pem", "sslfactory=com.example.Factory", "sslcert=a", "sslkey=b" })
	void refusesTwoAnswersToOneQuestion(String parameter) {
		assertRefused(pool("jdbc:postgresql://db/app?" + parameter), "corporate",
				"told twice which certificates to use",
				"the parameter '%s' of the URL is set too".formatted(parameter.replaceFirst("=.*", "")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:app", "jdbc:aws-wrapper:postgresql://db/app" })
	void refusesAnotherDriver(String url) {
		assertRefused(pool(url), "corporate", "does not connect through a URL that starts with 'jdbc:postgresql:'");
	}

	@Test
	void refusesAPoolThatIsRunning() throws SQLException {
		try (HikariDataSource pool = pool("jdbc:h2:mem:running"); Connection connection = pool.getConnection()) {
			assertThat(connection).isNotNull();
			assertRefused(pool, "corporate", "has opened connections before it was given the SSL bundle 'corporate'");
		}
	}

	@Test
	void findsABundleByItsNumberOnly() {
		LiveBundle bundle = new LiveBundle(this.registry, "corporate");
		bundle.refresh();
		String id = LiveBundles.register(bundle);
		assertThat(new BundleSocketFactory(id).getDefaultCipherSuites()).isNotEmpty();
		assertThatIllegalStateException().isThrownBy(() -> new BundleSocketFactory("corporate"))
			.withMessageContaining("'corporate' is not the number of an SSL bundle");
		Reference.reachabilityFence(bundle);
	}

	@Test
	void forgetsABundleThatNobodyUsesAnyMore() {
		String id = LiveBundles.register(new LiveBundle(this.registry, "corporate"));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return LiveBundles.find(id) == null;
		});
	}

	@Test
	void keepsABundleThatAPoolNeeds() {
		HikariDataSource pool = pool("jdbc:postgresql://db/app");
		this.bundles.apply(pool, "reporting", "corporate");
		String other = LiveBundles.register(new LiveBundle(this.registry, "corporate"));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return LiveBundles.find(other) == null;
		});
		assertThat(LiveBundles.find(pool.getDataSourceProperties().getProperty("sslfactoryarg"))).isNotNull();
	}

	private void assertRefused(HikariDataSource pool, String bundle, String... parts) {
		assertThatExceptionOfType(DatabaseSecurityException.class)
			.isThrownBy(() -> this.bundles.apply(pool, "reporting", bundle))
			.satisfies(
					(refusal) -> assertThat(refusal.analysis().getDescription() + " " + refusal.analysis().getAction())
						.contains(parts));
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		return pool;
	}

}
