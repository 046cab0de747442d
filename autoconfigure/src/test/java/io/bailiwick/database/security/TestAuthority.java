package io.bailiwick.database.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A private authority, made with the JDK's own keytool, and the certificates it issues.
 */
final class TestAuthority {

	static final String PASSWORD = "store-password";

	private static final String AUTHORITY = "authority";

	private final Path store;

	TestAuthority(Path directory, String name) throws Exception {
		Files.createDirectories(directory);
		this.store = directory.resolve(name + ".p12");
		generate(AUTHORITY, "CN=" + name, "-ext", "bc:c");
	}

	/**
	 * Issue a certificate.
	 * @param options what else to tell keytool, for instance
	 * {@code -ext san=dns:localhost}
	 */
	Issued issue(String name, String... options) throws Exception {
		List<String> all = new ArrayList<>(List.of("-signer", AUTHORITY));
		all.addAll(List.of(options));
		generate(name, "CN=" + name, all.toArray(String[]::new));
		KeyStore entries = open();
		Key key = entries.getKey(name, PASSWORD.toCharArray());
		return new Issued(pem("PRIVATE KEY", key.getEncoded()),
				pem("CERTIFICATE", entries.getCertificate(name).getEncoded()));
	}

	/**
	 * The authority's own certificate.
	 */
	String certificate() throws Exception {
		return pem("CERTIFICATE", open().getCertificate(AUTHORITY).getEncoded());
	}

	/**
	 * Write a trust store with nothing but the authority's certificate.
	 */
	void writeTrustStore(Path file) throws Exception {
		Certificate certificate = open().getCertificate(AUTHORITY);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry(AUTHORITY, certificate);
		try (var out = Files.newOutputStream(file)) {
			trusted.store(out, PASSWORD.toCharArray());
		}
	}

	private void generate(String alias, String name, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-dname", name, "-keyalg", "EC", "-storetype", "PKCS12", "-keystore",
						this.store.toString(), "-storepass", PASSWORD, "-validity", "10"));
		command.addAll(List.of(options));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (keytool.waitFor() != 0) {
			throw new IOException(output);
		}
	}

	private KeyStore open() throws IOException, GeneralSecurityException {
		KeyStore entries = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			entries.load(in, PASSWORD.toCharArray());
		}
		return entries;
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content));
	}

	/**
	 * A key and its certificate, both as PEM.
	 */
	record Issued(String key, String certificate) {

	}

}
