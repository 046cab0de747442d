package io.bailiwick.autoconfigure.container;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A bean that is a container and serves a database. It is a bean itself because
 * ahead-of-time processing finds the container at the build and keeps only definitions.
 */
final class ContainerBean implements BeanFactoryPostProcessor {

	private final String database;

	private final String beanName;

	private final String server;

	ContainerBean(String database, String beanName, String server) {
		this.database = database;
		this.beanName = beanName;
		this.server = server;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		addTo(beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, ConfigurableEnvironment.class),
				beanFactory);
	}

	void addTo(ConfigurableEnvironment environment, BeanFactory beanFactory) {
		ServedDatabases.add(environment, new ServedDatabase(this.database, this.server,
				() -> JdbcContainers.start(beanFactory.getBean(this.beanName))));
	}

}
