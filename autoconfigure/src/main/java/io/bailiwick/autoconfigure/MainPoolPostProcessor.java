package io.bailiwick.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Completes the pool of the main database before it opens its first connection: what
 * somebody configured stays, what nobody did is filled in.
 * <p>
 * The search path goes into the start-up packet of each connection, where it costs no
 * round trip ({@code currentSchema} of the PostgreSQL JDBC driver).
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
		if (beanName.equals(POOL) && bean instanceof HikariDataSource pool && !pool.isRunning()) {
			complete(pool);
		}
		return bean;
	}

	private void complete(HikariDataSource pool) {
		Domains registry = this.domains.getIfAvailable();
		if (registry == null) {
			return;
		}
		if (!StringUtils.hasText(pool.getPoolName())) {
			pool.setPoolName(Domain.MAIN_DATABASE);
		}
		if (pool.getJdbcUrl() != null && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
			if (!setsSearchPathInOptions(pool)) {
				addIfAbsent(pool, "currentSchema", searchPath(registry));
			}
			addIfAbsent(pool, "ApplicationName", this.environment.getProperty("spring.application.name"));
		}
	}

	private static String searchPath(Domains registry) {
		Set<String> schemas = new LinkedHashSet<>();
		registry.in(Domain.MAIN_DATABASE).forEach((domain) -> schemas.add(domain.schema()));
		schemas.add("public");
		return String.join(",", schemas);
	}

	/**
	 * Options of the server do the same ({@code -c search_path=…}), and would lose.
	 */
	private static boolean setsSearchPathInOptions(HikariDataSource pool) {
		return pool.getJdbcUrl().contains("search_path")
				|| pool.getDataSourceProperties().getProperty("options", "").contains("search_path");
	}

	private void addIfAbsent(HikariDataSource pool, String property, @Nullable String value) {
		boolean configured = pool.getDataSourceProperties().containsKey(property)
				|| pool.getJdbcUrl().matches(".*[?&]" + property + "=.*");
		if (value != null && !configured) {
			pool.addDataSourceProperty(property, value);
		}
	}

}
