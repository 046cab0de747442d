package io.bailiwick.autoconfigure;

import org.springframework.core.env.Environment;

/**
 * Tells for each database who uses its pool.
 */
final class PoolScopes {

	private final Environment environment;

	PoolScopes(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The scope that is configured. Roles ask for pools per domain: a connection has one
	 * role.
	 */
	PoolScope of(String database) {
		return RolesProperties.enabled(this.environment) ? PoolScope.PER_DOMAIN
				: new DatabaseProperties(database, this.environment).get("pooling", PoolScope.SHARED);
	}

	/**
	 * Whether one transaction can span two domains.
	 */
	boolean shareTransactions(String oneDatabase, String otherDatabase) {
		return oneDatabase.equals(otherDatabase) && of(oneDatabase) == PoolScope.SHARED;
	}

	/**
	 * Which property keeps two domains of one database from sharing transactions.
	 */
	String reason(String database) {
		return RolesProperties.enabled(this.environment) ? "bailiwick.roles.enabled=true"
				: new DatabaseProperties(database, this.environment).name("pooling") + "=per-domain";
	}

}
