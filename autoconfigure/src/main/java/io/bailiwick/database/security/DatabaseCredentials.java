package io.bailiwick.database.security;

import org.springframework.util.Assert;

/**
 * Supplies the role and the password for each physical connection that a pool opens:
 * passwords that rotate, tokens that expire.
 * <p>
 * Asked from the pool's own threads, one connection after the other, so an implementation
 * that is slow slows the pool down and one whose answer stays valid for a while should
 * keep it for that long. What is already connected stays connected: PostgreSQL checks a
 * password when a connection is opened.
 */
@FunctionalInterface
public interface DatabaseCredentials {

	/**
	 * Return who opens the next connection.
	 * @param database the name of the database, as in {@code bailiwick.databases.<name>}
	 * @return the role and its password as they are at this moment; never {@code null}
	 * @throws Exception if there is no answer; the pool tries again until somebody who
	 * waits for a connection has waited too long
	 */
	Login login(String database) throws Exception;

	/**
	 * A role and its password.
	 *
	 * @param username the name of the role
	 * @param password its password or token; empty if the server asks for none
	 */
	record Login(String username, String password) {

		/**
		 * Create a login.
		 */
		public Login {
			Assert.hasText(username, "'username' must not be empty");
			Assert.notNull(password, "'password' must not be null");
		}

		@Override
		public String toString() {
			return "Login[username=%s, password=******]".formatted(this.username);
		}

	}

}
