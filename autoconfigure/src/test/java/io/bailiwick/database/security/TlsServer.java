package io.bailiwick.database.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.bailiwick.database.embedded.EmbeddedServer;
import io.bailiwick.database.embedded.EmbeddedServerSettings;
import io.bailiwick.database.embedded.PostgresBinaries;
import io.bailiwick.database.security.TestAuthority.Issued;
import org.awaitility.Awaitility;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL server whose certificate can be exchanged while it runs.
 */
final class TlsServer implements AutoCloseable {

	private final EmbeddedServer server;

	private final Path cluster;

	TlsServer(Path directory) {
		String version = System.getProperty("postgres.version", "18");
		Path jar = Path.of(System.getProperty("postgres.directory", "target/postgres"), version + ".jar");
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(directory)
			.withCacheDirectory(Path.of("target", "postgres-cache").toAbsolutePath())
			.withParameter("fsync", "off");
		this.server = EmbeddedServer
			.start(Files.exists(jar) ? settings.withBinaries(PostgresBinaries.inJar(jar)) : settings);
		this.cluster = this.server.dataDirectory().resolve("data");
	}

	String url(String host) {
		return "jdbc:postgresql://%s:%d/postgres".formatted(host, this.server.port());
	}

	String username() {
		return this.server.username();
	}

	String password() {
		return this.server.password();
	}

	/**
	 * Present another certificate from now on.
	 */
	void present(Issued certificate) throws IOException {
		write("server.crt", certificate.certificate());
		write("server.key", certificate.key());
		set("ssl", "on");
	}

	void offerNoTls() {
		set("ssl", "off");
	}

	void set(String parameter, String value) {
		admin().execute("ALTER SYSTEM SET %s = '%s'".formatted(parameter, value));
		reload();
	}

	/**
	 * Let a role in by its certificate alone, which the given authority must have issued.
	 */
	void acceptCertificateOf(String role, TestAuthority authority) throws Exception {
		admin().execute("CREATE ROLE %s LOGIN".formatted(role));
		write("clients.crt", authority.certificate());
		Path rules = this.cluster.resolve("pg_hba.conf");
		Files.writeString(rules, "hostssl all %s 127.0.0.1/32 cert%n".formatted(role) + Files.readString(rules));
		set("ssl_ca_file", "clients.crt");
	}

	/**
	 * A way in that does not depend on what is tested.
	 */
	JdbcTemplate admin() {
		return new JdbcTemplate(
				new DriverManagerDataSource(url("127.0.0.1") + "?sslmode=disable", username(), password()));
	}

	private void reload() {
		// Each connection inherits what the server had loaded when it was opened.
		String loaded = admin().queryForObject("SELECT pg_conf_load_time()::text FROM pg_reload_conf()", String.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Boolean.TRUE
				.equals(admin().queryForObject("SELECT pg_conf_load_time() > ?::timestamptz", Boolean.class, loaded)));
	}

	private void write(String name, String content) throws IOException {
		Path file = this.cluster.resolve(name);
		Files.writeString(file, content);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		for (String owner : new String[] { "unix:uid", "unix:gid" }) {
			// Root runs the server as somebody else, to whom all its files belong.
			Files.setAttribute(file, owner, Files.getAttribute(this.cluster, owner));
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
