package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Lets the domains' Flyways be made when one is needed, which at most starts is never.
 * <p>
 * Spring Boot takes each for something that initializes a database and has whatever uses
 * one wait for it. What is to be waited for is the migrations as a whole, which make the
 * Flyways that they need.
 */
final class FlywaysOnDemand implements BeanFactoryPostProcessor, Ordered {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<String> flyways = new ArrayList<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			if (DomainBeans.class.getName().equals(definition.getBeanClassName())
					&& "flyway".equals(definition.getFactoryMethodName())) {
				flyways.add(name);
			}
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			String[] dependsOn = definition.getDependsOn();
			if (dependsOn != null && !flyways.isEmpty()) {
				definition.setDependsOn(
						Arrays.stream(dependsOn).filter((other) -> !flyways.contains(other)).toArray(String[]::new));
			}
		}
	}

	/**
	 * After Spring Boot's processor, which has the order 0.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
