package io.bailiwick.autoconfigure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.database.role.RoleNames;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Gives each domain of a database a pool of its own where the database is configured so:
 * with the settings of the database's pool, and those of
 * {@code bailiwick.domains.<name>.pool} on top.
 */
final class DomainPools implements DisposableBean {

	private final Environment environment;

	private final PoolPreparation preparation;

	private final ReplicaPools replicas;

	private final PoolScopes scopes;

	private final ObjectProvider<Domains> domains;

	private final @Nullable RoleNames roles;

	private final Map<String, PoolTemplate> templates = new ConcurrentHashMap<>();

	private final Deque<HikariDataSource> pools = new ConcurrentLinkedDeque<>();

	DomainPools(Environment environment, PoolPreparation preparation, ReplicaPools replicas, PoolScopes scopes,
			ObjectProvider<Domains> domains, @Nullable RoleNames roles) {
		this.environment = environment;
		this.preparation = preparation;
		this.replicas = replicas;
		this.scopes = scopes;
		this.domains = domains;
		this.roles = roles;
	}

	/**
	 * Take a database's pool, before it is prepared, as the pattern for those of its
	 * domains. It then serves little more than the start, and leaves its name to the
	 * domain that has the same one.
	 */
	void takePattern(HikariDataSource pool, PoolPurpose purpose) {
		if (isFor(purpose.database())) {
			this.templates.put(purpose.database(), PoolTemplate.of(pool, purpose.secrets()));
			if (pool.getMinimumIdle() < 0) {
				pool.setMinimumIdle(0);
			}
			if (!StringUtils.hasText(pool.getPoolName()) && this.domains.getObject().find(purpose.database()) != null) {
				pool.setPoolName(purpose.database() + "-database");
			}
		}
	}

	/**
	 * Whether the domains of a database have pools of their own.
	 */
	boolean isFor(String database) {
		return this.scopes.of(database) == PoolScope.PER_DOMAIN;
	}

	/**
	 * How many connections the pool of a domain will open at most.
	 */
	int maximumSize(Domain domain) {
		try (HikariDataSource pool = configured(domain)) {
			return Math.max(1, (pool.getMaximumPoolSize() > 0) ? pool.getMaximumPoolSize() : 10);
		}
	}

	/**
	 * Start the pool of a domain.
	 * @param domain the domain
	 * @param database the database in which it lives
	 */
	DataSource start(Domain domain, Database database) {
		HikariDataSource pool = configured(domain);
		PoolTemplate template = template(domain.database());
		String application = this.environment.getProperty("spring.application.name");
		PoolPurpose purpose = new PoolPurpose(domain.database(), domain.name(), List.of(domain.schema()),
				(application != null) ? application + "/" + domain.name() : null,
				(this.roles != null) ? this.roles.applicationOf(domain) : null, template.secrets());
		this.preparation.prepareFurther(pool, purpose);
		this.pools.push(pool);
		DataSource dataSource = this.replicas.beside(database.location(), pool, pool, purpose);
		try (Connection connection = new Database(database.location(), pool).connect()) {
			// Whoever binds metrics to the pool finds it running.
			if (purpose.role() != null) {
				requireRole(purpose.role(), domain, database, connection);
			}
			return dataSource;
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.explain(database.location(), ex);
		}
	}

	/**
	 * What a pooler drops and what options in the URL overrule would leave the domain
	 * with all that the login may do.
	 */
	private void requireRole(String role, Domain domain, Database database, Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT current_user")) {
			row.next();
			if (!row.getString(1).equals(role)) {
				throw new DatabaseConfigurationException(
						"The connections of the domain '%s' to %s work as '%s' and not as the role '%s'%s.".formatted(
								domain.name(), database.location().describe(), row.getString(1), role,
								this.preparation.profile(database.name()).pooled()
										? ": a connection pooler stands before it, and a role belongs to a session"
										: ""),
						"Connect the domains to the server itself, with a URL that begins with 'jdbc:postgresql:' and sets no role in its options, or set 'bailiwick.roles.enabled=false'.");
			}
		}
	}

	private HikariDataSource configured(Domain domain) {
		HikariDataSource pool = template(domain.database()).newPool();
		DatabaseProperties.bind(this.environment,
				"bailiwick.domains.%s.pool".formatted(domain.name().replace('_', '-')), pool);
		if (!StringUtils.hasText(pool.getPoolName())) {
			pool.setPoolName(domain.name());
		}
		return pool;
	}

	private PoolTemplate template(String database) {
		PoolTemplate template = this.templates.get(database);
		if (template == null) {
			throw new DatabaseConfigurationException(
					"The domains of the database '%s' are to have pools of their own, and its data source is none that could be a pattern for them: it is a bean of the application's own, or no pool of HikariCP."
						.formatted(database),
					"Let Spring Boot make the data source, set '%s=shared', or define the data sources of the domains with @OfDomain."
						.formatted(new DatabaseProperties(database, this.environment).name("pooling")));
		}
		return template;
	}

	@Override
	public void destroy() {
		while (!this.pools.isEmpty()) {
			this.pools.pop().close();
		}
	}

}
