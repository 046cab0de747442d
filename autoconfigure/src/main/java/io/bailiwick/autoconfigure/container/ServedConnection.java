package io.bailiwick.autoconfigure.container;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * How to reach what a container serves, as it was when the container had started.
 *
 * @param url the JDBC URL
 * @param username the role that logs in
 * @param password its password
 */
record ServedConnection(String url, @Nullable String username, @Nullable String password) {

	static ServedConnection of(JdbcConnectionDetails details) {
		return new ServedConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword());
	}

	/**
	 * Everything but the password.
	 */
	@Override
	public String toString() {
		return this.url;
	}

}
