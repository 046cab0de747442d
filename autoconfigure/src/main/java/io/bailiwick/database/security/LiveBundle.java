package io.bailiwick.database.security;

import java.net.Socket;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * An SSL bundle as it is now: makes sockets with the certificates that it had when it was
 * last refreshed.
 */
final class LiveBundle {

	private final SslBundles bundles;

	private final String name;

	private volatile @Nullable Sockets sockets;

	LiveBundle(SslBundles bundles, String name) {
		this.bundles = bundles;
		this.name = name;
	}

	/**
	 * Use the certificates that the bundle has now. They stay as they were if that fails.
	 */
	synchronized void refresh() {
		// Asks the registry itself: of two updates at once, the later one must stay.
		SslBundle bundle = this.bundles.getBundle(this.name);
		this.sockets = new Sockets(bundle.createSslContext().getSocketFactory(), bundle.getOptions());
	}

	Sockets sockets() {
		Sockets current = this.sockets;
		if (current == null) {
			throw new IllegalStateException("The SSL bundle '%s' has not been read".formatted(this.name));
		}
		return current;
	}

	/**
	 * Sockets with one state of the bundle's certificates, and with its options.
	 *
	 * @param factory the factory that has the certificates
	 * @param options the protocols and ciphers to permit
	 */
	record Sockets(SSLSocketFactory factory, SslOptions options) {

		Socket configure(Socket socket) {
			if (socket instanceof SSLSocket ssl) {
				String[] protocols = this.options.getEnabledProtocols();
				if (protocols != null) {
					ssl.setEnabledProtocols(protocols);
				}
				String[] ciphers = this.options.getCiphers();
				if (ciphers != null) {
					ssl.setEnabledCipherSuites(ciphers);
				}
			}
			return socket;
		}

	}

}
