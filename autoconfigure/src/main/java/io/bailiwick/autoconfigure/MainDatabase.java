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
			// The options among the parameters may have been completed.
			boolean described = connection != null
					&& withoutParameters(pool.url()).equals(withoutParameters(connection.getJdbcUrl()));
			return pool.location(Domain.MAIN_DATABASE, described ? origin(connection) : null);
		}
		return (connection != null) ? new DatabaseLocation(Domain.MAIN_DATABASE, connection.getJdbcUrl(),
				connection.getUsername(), origin(connection))
				: new DatabaseLocation(Domain.MAIN_DATABASE, null, null, null);
	}

	private static String withoutParameters(String url) {
		return url.replaceFirst("\\?.*$", "");
	}

	private @Nullable String origin(@Nullable JdbcConnectionDetails connection) {
		Origin origin = Origin.from(connection);
		if (origin != null) {
			return origin.toString();
		}
		return PropertyOrigin.find(this.environment, "spring.datasource.url");
	}

}
