package io.bailiwick.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a pool is for.
 *
 * @param database the database it leads to
 * @param name what it is called
 * @param searchPath the schemas that its connections search
 * @param application the name of the application, as the server is to see it
 * @param role the role that its connections take, or {@code null} for that which logs in
 * @param secrets what the application has of secrets for it
 */
record PoolPurpose(String database, String name, List<String> searchPath, @Nullable String application,
		@Nullable String role, Secrets secrets) {

	PoolPurpose named(String other) {
		return new PoolPurpose(this.database, other, this.searchPath, this.application, this.role, this.secrets);
	}

	/**
	 * The same with a login of its own, where there is one.
	 */
	PoolPurpose withLogin(boolean own) {
		return (own && this.secrets == Secrets.ALL) ? new PoolPurpose(this.database, this.name, this.searchPath,
				this.application, this.role, Secrets.CERTIFICATES) : this;
	}

	/**
	 * Which of the application's secrets a pool takes.
	 */
	enum Secrets {

		/**
		 * None: it has its own.
		 */
		NONE,

		/**
		 * The certificates of the database's SSL bundle.
		 */
		CERTIFICATES,

		/**
		 * The certificates, and credentials that may change.
		 */
		ALL

	}

}
