package io.bailiwick.autoconfigure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.replica.ReplicatedDataSource;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds out where the migrations of a database get their connections: from a pool with
 * credentials or an address of its own where those are configured, otherwise from the
 * application's pool.
 * <p>
 * A pool for migrations keeps no connection open longer than it takes.
 */
final class MigrationPools implements DisposableBean {

	private static final int MAXIMUM_SIZE = 5;

	private static final long IDLE_TIMEOUT = TimeUnit.SECONDS.toMillis(10);

	private final Environment environment;

	private final PoolPreparation preparation;

	private final ObjectProvider<Domains> domains;

	private final Map<String, Database> databases = new LinkedHashMap<>();

	private final Deque<HikariDataSource> pools = new ArrayDeque<>();

	MigrationPools(Environment environment, PoolPreparation preparation, ObjectProvider<Domains> domains) {
		this.environment = environment;
		this.preparation = preparation;
		this.domains = domains;
	}

	/**
	 * Return the database as migrations are to see it.
	 * @param database the database as the application sees it
	 * @throws DatabaseConfigurationException if the application sees it through a pooler
	 * and nothing says how to reach it directly
	 */
	synchronized Database forMigrations(Database database) {
		return this.databases.computeIfAbsent(database.name(), (name) -> find(database));
	}

	/**
	 * Whether the migrations of a database have a pool of their own.
	 */
	synchronized boolean isOwn(Database database) {
		Database source = this.databases.get(database.name());
		return source != null && this.pools.contains(source.dataSource());
	}

	private Database find(Database database) {
		DatabaseProperties properties = new DatabaseProperties(database.name(), this.environment);
		String url = properties.find("migration.url", String.class);
		String username = properties.find("migration.username", String.class);
		HikariDataSource pool = DataSourceUnwrapper.unwrap(database.dataSource(), HikariConfigMXBean.class,
				HikariDataSource.class);
		ServerProfile server = this.preparation.profile(database.name());
		if (!StringUtils.hasText(url) && server.pooled()) {
			throw needsDirectAddress(database, server, properties);
		}
		if (!StringUtils.hasText(url) && !StringUtils.hasText(username)) {
			return new Database(database.location(), primary(database, pool));
		}
		if (pool == null) {
			throw noPattern(database, properties);
		}
		return own(database, pool, properties, url, username);
	}

	/**
	 * Connections that a proxy opens late can not be prepared for migrations.
	 */
	private static DataSource primary(Database database, @Nullable HikariDataSource pool) {
		return (pool != null && database.dataSource() instanceof ReplicatedDataSource) ? pool : database.dataSource();
	}

	private Database own(Database database, HikariDataSource application, DatabaseProperties properties,
			@Nullable String url, @Nullable String username) {
		String password = properties.find("migration.password", String.class);
		if (StringUtils.hasText(url)) {
			properties.requireJdbcUrl("migration.url", url);
		}
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(StringUtils.hasText(url) ? url : application.getJdbcUrl());
		pool.setUsername((username != null) ? username : application.getUsername());
		pool.setPassword((password != null || username != null) ? password : application.getPassword());
		this.preparation.inherit(pool, database.name(), pool.getJdbcUrl().equals(application.getJdbcUrl()));
		List<Domain> inhabitants = this.domains.getObject().in(database.name());
		pool.setMaximumPoolSize(Math.max(3, Math.min(MAXIMUM_SIZE, inhabitants.size() + 1)));
		pool.setMinimumIdle(0);
		pool.setIdleTimeout(IDLE_TIMEOUT);
		String name = database.name() + "-migration";
		// The search path is that of the application: a migration may say "users".
		PoolPurpose purpose = new PoolPurpose(database.name(), name, inhabitants.stream().map(Domain::schema).toList(),
				this.environment.getProperty("spring.application.name"), null, PoolPurpose.Secrets.ALL);
		this.preparation.prepareForMigrations(pool, purpose.withLogin(username != null));
		this.pools.push(pool);
		return new Database(new DatabaseLocation(database.name(), pool.getJdbcUrl(), pool.getUsername(),
				properties.origin(StringUtils.hasText(url) ? "migration.url" : "migration.username")), pool);
	}

	private static DatabaseConfigurationException noPattern(Database database, DatabaseProperties properties) {
		return new DatabaseConfigurationException(
				"Migrations of %s are to have a login or an address of their own, and its data source is no pool of HikariCP, after which theirs could be made.%n%nNothing was migrated."
					.formatted(database.location().describe()),
				"Let Spring Boot make the data source, or remove '%s' and its neighbours."
					.formatted(properties.name("migration")));
	}

	private static DatabaseConfigurationException needsDirectAddress(Database database, ServerProfile server,
			DatabaseProperties properties) {
		return new DatabaseConfigurationException(
				"%s is reached through a connection pooler (%s), and migrations need a session of their own: their lock and their settings belong to one.%n%nNothing was migrated."
					.formatted(StringUtils.capitalize(database.location().describe()), server.pooling().evidence()),
				"Set '%s' to the address of the server itself; where the pooler gives each client a session, that of the pooler will do. If there is no pooler, say '%s=false'."
					.formatted(properties.name("migration.url"), properties.name("pgbouncer")));
	}

	@Override
	public void destroy() {
		while (!this.pools.isEmpty()) {
			this.pools.pop().close();
		}
	}

}
