package io.bailiwick.autoconfigure;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.database.SharedDataSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * Takes the domains' handles on a shared pool out of Spring Boot's {@code db} health,
 * which would otherwise borrow a connection from the same pool once for every domain, and
 * wait for each in turn when the database is down.
 */
final class SharedDataSourceHealthPostProcessor implements BeanPostProcessor {

	private final BeanFactory beanFactory;

	SharedDataSourceHealthPostProcessor(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (beanName.equals("dbHealthContributor") && bean instanceof CompositeHealthContributor composite) {
			Map<String, HealthContributor> remaining = new LinkedHashMap<>();
			composite.stream()
				.filter((entry) -> !isShared(entry.name()))
				.forEach((entry) -> remaining.put(entry.name(), entry.contributor()));
			if (remaining.isEmpty() || remaining.size() == composite.stream().count()) {
				return bean;
			}
			return (remaining.size() == 1) ? remaining.values().iterator().next()
					: CompositeHealthContributor.fromMap(remaining);
		}
		return bean;
	}

	private boolean isShared(String dataSource) {
		try {
			return this.beanFactory.containsBean(dataSource)
					&& this.beanFactory.getBean(dataSource) instanceof DataSource handle
					&& handle.isWrapperFor(SharedDataSource.class);
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
