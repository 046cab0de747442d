package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Finds out where the main database is and who said so.
 */
final class MainDatabase {

	private final Environment environment;

	private final ObjectProvider<JdbcConnectionDetails> details;

	MainDatabase(Environment environment, ObjectProvider<JdbcConnectionDetails> details) {
		this.environment = environment;
		this.details = details;
	}

	DatabaseLocation location(@Nullable DataSource dataSource) {
		PoolAddress pool = PoolAddress.of(dataSource);
		JdbcConnectionDetails connection = this.details.getIfUnique();
		if (pool.url() != null) {
			boolean described = connection != null && pool.url().equals(connection.getJdbcUrl());
			return pool.location(Domain.MAIN_DATABASE, described ? origin(connection) : null);
		}
		return (connection != null) ? new DatabaseLocation(Domain.MAIN_DATABASE, connection.getJdbcUrl(),
				connection.getUsername(), origin(connection))
				: new DatabaseLocation(Domain.MAIN_DATABASE, null, null, null);
	}

	private @Nullable String origin(@Nullable JdbcConnectionDetails connection) {
		Origin origin = Origin.from(connection);
		if (origin != null) {
			return origin.toString();
		}
		return PropertyOrigin.find(this.environment, "spring.datasource.url");
	}

}
