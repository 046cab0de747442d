package io.bailiwick.database.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLSocketFactory;

import io.bailiwick.database.security.LiveBundle.Sockets;

/**
 * The {@code sslfactory} that pgjdbc makes for each connection of a pool with an SSL
 * bundle. Whether the certificate was issued for the host is not its job: the driver
 * compares the two after the handshake when {@code sslmode} is {@code verify-full}.
 * <p>
 * Set by {@link JdbcSslBundles}; of no use without it.
 */
public final class BundleSocketFactory extends SSLSocketFactory {

	private final Sockets sockets;

	/**
	 * Create a factory with the certificates that the bundle has at this moment.
	 * @param id the {@code sslfactoryarg}: the number under which the bundle is
	 * registered
	 */
	public BundleSocketFactory(String id) {
		LiveBundle bundle = (id != null) ? LiveBundles.find(id) : null;
		if (bundle == null) {
			throw new IllegalStateException(
					"'%s' is not the number of an SSL bundle of a running application: set 'ssl.bundle' of the database instead of 'sslfactory'"
						.formatted(id));
		}
		this.sockets = bundle.sockets();
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.sockets.factory().getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.sockets.factory().getSupportedCipherSuites();
	}

	@Override
	public Socket createSocket() throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket());
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return this.sockets.configure(this.sockets.factory().createSocket(address, port, localAddress, localPort));
	}

}
