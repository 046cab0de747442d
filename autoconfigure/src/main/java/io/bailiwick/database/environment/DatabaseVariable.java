package io.bailiwick.database.environment;

/**
 * The variables that describe a database, by the name they have without a prefix.
 */
enum DatabaseVariable {

	/**
	 * Address for JVM applications, as Heroku's build pack provides it.
	 */
	JDBC_DATABASE_URL,

	/**
	 * User that goes with {@link #JDBC_DATABASE_URL}.
	 */
	JDBC_DATABASE_USERNAME,

	/**
	 * Password that goes with {@link #JDBC_DATABASE_URL}.
	 */
	JDBC_DATABASE_PASSWORD,

	/**
	 * Address with everything in it.
	 */
	DATABASE_URL,

	/**
	 * Host, or several separated by commas.
	 */
	DB_HOST,

	/**
	 * Port, 5432 if not set.
	 */
	DB_PORT,

	/**
	 * Name of the database.
	 */
	DB_NAME,

	/**
	 * User.
	 */
	DB_USER,

	/**
	 * The other common spelling of {@link #DB_USER}.
	 */
	DB_USERNAME,

	/**
	 * Password, taken literally.
	 */
	DB_PASSWORD,

	/**
	 * Switch or {@code sslmode}; applies to every kind of address.
	 */
	DB_SSL,

	/**
	 * Schemas to search; applies to every kind of address.
	 */
	DB_SCHEMA,

	/**
	 * Size of the pool; applies to every kind of address.
	 */
	DB_POOL_SIZE,

	/**
	 * Upper bound of the pool; applies to every kind of address.
	 */
	DB_MAX_CONNECTIONS;

	boolean isVerbatim() {
		return this == DB_PASSWORD || this == JDBC_DATABASE_PASSWORD;
	}

}
