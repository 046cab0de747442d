package io.bailiwick.database.environment;

/**
 * Where one server listens.
 *
 * @param host a name or an address, IPv6 in brackets
 * @param port a port
 */
record Server(String host, int port) {

	static final int DEFAULT_PORT = 5432;

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
