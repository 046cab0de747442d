package io.bailiwick.autoconfigure;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Completes the pool of the main database before it opens its first connection.
 */
final class MainPoolPostProcessor implements BeanPostProcessor, Ordered {

	private static final String POOL = "dataSource";

	private final ObjectProvider<Domains> domains;

	private final ObjectProvider<PoolSecurity> security;

	private final ObjectProvider<JdbcConnectionDetails> details;

	private final Environment environment;

	MainPoolPostProcessor(ObjectProvider<Domains> domains, ObjectProvider<PoolSecurity> security,
			ObjectProvider<JdbcConnectionDetails> details, Environment environment) {
		this.domains = domains;
		this.security = security;
		this.details = details;
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (beanName.equals(POOL) && bean instanceof HikariDataSource pool) {
			complete(pool);
		}
		return bean;
	}

	private void complete(HikariDataSource pool) {
		Domains registry = this.domains.getIfAvailable();
		if (registry != null) {
			List<String> schemas = registry.in(Domain.MAIN_DATABASE).stream().map(Domain::schema).toList();
			new PoolDefaults(Domain.MAIN_DATABASE, schemas, this.environment.getProperty("spring.application.name"))
				.complete(pool);
			// The embedded server has a password of its own and no certificate.
			if (!(this.details.getIfUnique() instanceof EmbeddedPostgresConnectionDetails)) {
				this.security.getObject().apply(pool, Domain.MAIN_DATABASE);
			}
		}
	}

}
