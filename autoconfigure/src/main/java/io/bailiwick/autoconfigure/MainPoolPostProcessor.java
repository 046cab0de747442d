package io.bailiwick.autoconfigure;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Completes the pool of the main database before it opens its first connection.
 */
final class MainPoolPostProcessor implements BeanPostProcessor, Ordered {

	private static final String POOL = "dataSource";

	private final ObjectProvider<Domains> domains;

	private final Environment environment;

	MainPoolPostProcessor(ObjectProvider<Domains> domains, Environment environment) {
		this.domains = domains;
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
		}
	}

}
