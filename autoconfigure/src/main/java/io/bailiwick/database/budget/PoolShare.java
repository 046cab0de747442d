package io.bailiwick.database.budget;

import io.bailiwick.database.DatabaseLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one pool of one instance may take from a server.
 *
 * @param pool the name of the pool
 * @param server the server, as {@code host:port} or several of them
 * @param database the name that the database has on the server, or {@code null} if it can
 * not be told
 * @param role the role that logs in, or {@code null} if it can not be told
 * @param size how many connections the pool opens at most
 */
public record PoolShare(String pool, String server, @Nullable String database, @Nullable String role, int size) {

	/**
	 * Create a share.
	 */
	public PoolShare {
		Assert.hasText(pool, "'pool' must not be empty");
		Assert.hasText(server, "'server' must not be empty");
		Assert.isTrue(size > 0, "'size' must be positive");
	}

	/**
	 * Create the share of a pool from the address of its database.
	 * @param pool the name of the pool
	 * @param location where the database is
	 * @param size how many connections the pool opens at most
	 * @return the share, or {@code null} if the address names no PostgreSQL server
	 */
	public static @Nullable PoolShare of(String pool, DatabaseLocation location, int size) {
		ServerAddress address = ServerAddress.of(location.url());
		if (address == null) {
			return null;
		}
		String database = (address.database() != null) ? address.database() : location.username();
		return new PoolShare(pool, address.server(), database, location.username(), size);
	}

}
