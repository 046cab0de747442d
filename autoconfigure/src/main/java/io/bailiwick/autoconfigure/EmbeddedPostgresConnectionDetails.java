package io.bailiwick.autoconfigure;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.embedded.EmbeddedServer;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.core.env.Environment;

/**
 * {@link JdbcConnectionDetails} of the embedded server, which runs as long as this bean
 * lives.
 */
final class EmbeddedPostgresConnectionDetails implements JdbcConnectionDetails, OriginProvider, AutoCloseable {

	private final EmbeddedServer server;

	private EmbeddedPostgresConnectionDetails(EmbeddedServer server) {
		this.server = server;
	}

	static EmbeddedPostgresConnectionDetails start(EmbeddedProperties properties, Environment environment) {
		if (environment.acceptsProfiles(DomainBeans.PRODUCTION)) {
			throw new DatabaseConfigurationException(
					"No database is configured, and under a production profile (%s) no embedded one is started in its place."
						.formatted(String.join(", ", environment.getActiveProfiles())),
					"Set DATABASE_URL=postgresql://user:password@host/database in the environment, or 'spring.datasource.url'.");
		}
		return new EmbeddedPostgresConnectionDetails(EmbeddedServer.start(properties.settings()));
	}

	@Override
	public String getUsername() {
		return this.server.username();
	}

	@Override
	public String getPassword() {
		return this.server.password();
	}

	@Override
	public String getJdbcUrl() {
		return this.server.jdbcUrl();
	}

	@Override
	public Origin getOrigin() {
		return new EmbeddedOrigin("embedded PostgreSQL in '%s'".formatted(this.server.dataDirectory()));
	}

	@Override
	public void close() {
		this.server.close();
	}

	private record EmbeddedOrigin(String description) implements Origin {

		@Override
		public String toString() {
			return this.description;
		}

	}

}
