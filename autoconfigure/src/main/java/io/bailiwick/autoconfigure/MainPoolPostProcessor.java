package io.bailiwick.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Prepares the pool of the main database, which Spring Boot has made, before it opens its
 * first connection, and puts the replica of the main database beside it.
 */
final class MainPoolPostProcessor implements BeanPostProcessor, Ordered {

	private static final String POOL = "dataSource";

	private final ObjectProvider<Domains> domains;

	private final ObjectProvider<DatabasePools> pools;

	private final ObjectProvider<JdbcConnectionDetails> details;

	private final Environment environment;

	MainPoolPostProcessor(ObjectProvider<Domains> domains, ObjectProvider<DatabasePools> pools,
			ObjectProvider<JdbcConnectionDetails> details, Environment environment) {
		this.domains = domains;
		this.pools = pools;
		this.details = details;
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		Domains registry = beanName.equals(POOL) ? this.domains.getIfAvailable() : null;
		if (registry != null && bean instanceof HikariDataSource pool) {
			this.pools.getObject().prepare(pool, purpose(registry));
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Domains registry = beanName.equals(POOL) ? this.domains.getIfAvailable() : null;
		if (registry != null && bean instanceof DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			if (pool != null) {
				return this.pools.getObject()
					.withReplica(new MainDatabase(this.environment, this.details).location(dataSource), dataSource,
							pool, purpose(registry));
			}
		}
		return bean;
	}

	private PoolPurpose purpose(Domains registry) {
		// The embedded server has a password of its own and no certificate.
		boolean embedded = this.details.getIfUnique() instanceof EmbeddedPostgresConnectionDetails;
		List<String> schemas = registry.in(Domain.MAIN_DATABASE).stream().map(Domain::schema).toList();
		return new PoolPurpose(Domain.MAIN_DATABASE, Domain.MAIN_DATABASE, schemas,
				this.environment.getProperty("spring.application.name"), null,
				embedded ? PoolPurpose.Secrets.NONE : PoolPurpose.Secrets.ALL);
	}

}
