package io.bailiwick.database.security;

import java.util.List;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.bailiwick.database.security.DatabaseCredentials.Login;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Lets a pool ask {@link DatabaseCredentials} each time it opens a connection.
 */
public final class PoolCredentials implements HikariCredentialsProvider {

	private final String database;

	private final DatabaseCredentials credentials;

	private PoolCredentials(String database, DatabaseCredentials credentials) {
		this.database = database;
		this.credentials = credentials;
	}

	/**
	 * Let a pool that has opened no connection yet take its logins from the given source,
	 * and no longer from its own configuration.
	 * @param pool the pool
	 * @param database the name of the database
	 * @param credentials where the logins come from
	 * @throws DatabaseSecurityException if the pool is already running, or if its URL
	 * holds a user or a password
	 */
	public static void apply(HikariDataSource pool, String database, DatabaseCredentials credentials) {
		Assert.notNull(pool, "'pool' must not be null");
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(credentials, "'credentials' must not be null");
		if (pool.isRunning()) {
			throw DatabaseSecurityException.alreadyRunning(database, "its credentials");
		}
		DriverParameters parameters = DriverParameters.of(pool);
		for (String rival : List.of("user", "password")) {
			if (parameters != null && parameters.inUrl().containsKey(rival)) {
				throw new DatabaseSecurityException(
						"The database '%s' has a bean that supplies its credentials, and its URL has the parameter '%s', which the driver would use instead."
							.formatted(database, rival),
						"Remove the parameter '%s' from the URL, or remove the %s bean of the database '%s'."
							.formatted(rival, DatabaseCredentials.class.getSimpleName(), database));
			}
		}
		// As an instance: HikariCP 7.0 and 7.1 mix up the class name with that of another
		// setting.
		pool.setCredentialsProvider(new PoolCredentials(database, credentials));
	}

	@Override
	public Credentials getCredentials() {
		Login login;
		try {
			login = this.credentials.login(this.database);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failed("was interrupted", ex);
		}
		catch (Exception ex) {
			// Not its message, which comes from elsewhere and may hold a secret.
			throw failed("failed with %s".formatted(ex.getClass().getName()), ex);
		}
		if (login == null) {
			throw failed("supplied nothing", null);
		}
		return Credentials.of(login.username(), login.password());
	}

	private DatabaseSecurityException failed(String how, @Nullable Exception cause) {
		String description = "There are no credentials to connect to the database '%s' with: %s %s. No connection was opened."
			.formatted(this.database, describe(this.credentials), how);
		String action = "Check what the %s bean of the database '%s' relies on. The pool asks it again for the next connection."
			.formatted(DatabaseCredentials.class.getSimpleName(), this.database);
		return (cause != null) ? new DatabaseSecurityException(description, action, cause)
				: new DatabaseSecurityException(description, action);
	}

	private static String describe(DatabaseCredentials credentials) {
		Class<?> type = credentials.getClass();
		return (type.isHidden() || type.isSynthetic()) ? "the bean that supplies them" : type.getName();
	}

}
