package io.bailiwick.autoconfigure;

import java.util.Set;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;

/**
 * The context of a command: that of the application, with other contents.
 */
final class CommandContext {

	private Set<String> infrastructure = Set.of();

	/**
	 * Remember what is there before the application's own classes come.
	 */
	void remember(ConfigurableApplicationContext context) {
		this.infrastructure = Set.of(context.getBeanFactory().getBeanDefinitionNames());
	}

	/**
	 * Let the application's own classes go before Spring has looked into them: nothing is
	 * scanned, and no bean of theirs is made.
	 */
	void replaceSources(ConfigurableApplicationContext context) {
		if (!(context.getBeanFactory() instanceof BeanDefinitionRegistry registry)) {
			throw new IllegalStateException("Can not change the beans of " + context);
		}
		for (String name : registry.getBeanDefinitionNames()) {
			boolean own = registry.getBeanDefinition(name).getRole() != BeanDefinition.ROLE_INFRASTRUCTURE;
			if (own && !this.infrastructure.contains(name)) {
				registry.removeBeanDefinition(name);
			}
		}
		new AnnotatedBeanDefinitionReader(registry, context.getEnvironment()).register(CommandConfiguration.class);
	}

}
