package io.bailiwick.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.bailiwick.domain.OfDomain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * The beans with which an application replaces those of a domain. They are bound to it
 * with {@link OfDomain} or with {@link Qualifier}; each way is as good as the other.
 */
final class UserDefinedBeans {

	private final BeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	UserDefinedBeans(BeanFactory beanFactory, BeanDefinitionRegistry registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
	}

	/**
	 * Whether the application has a bean of the type for the domain. If so, it can be
	 * injected with {@link OfDomain} and be found by {@code @Transactional("…")} from
	 * then on, whichever of the two it was written for.
	 */
	boolean claim(Class<?> type, String domain) {
		List<String> beanNames = boundTo(type, domain);
		for (String beanName : beanNames) {
			if (definition(beanName) instanceof AbstractBeanDefinition definition) {
				qualify(definition, domain);
			}
		}
		return !beanNames.isEmpty();
	}

	/**
	 * Whether the application has a data source for the domain that is not its main one.
	 */
	boolean hasDatabaseOfItsOwn(String domain) {
		return boundTo(DataSource.class, domain).stream().anyMatch((beanName) -> !isMain(beanName));
	}

	static void qualify(AbstractBeanDefinition definition, String domain) {
		addQualifier(definition, OfDomain.class, domain);
		addQualifier(definition, Qualifier.class, domain);
	}

	private static void addQualifier(AbstractBeanDefinition definition, Class<? extends Annotation> type,
			String domain) {
		if (!definition.hasQualifier(type.getName())) {
			definition.addQualifier(new AutowireCandidateQualifier(type, domain));
		}
	}

	private List<String> boundTo(Class<?> type, String domain) {
		return beanNames(type).stream().filter((beanName) -> isBoundTo(beanName, domain)).toList();
	}

	private boolean isBoundTo(String beanName, String domain) {
		OfDomain annotation = (this.beanFactory instanceof ListableBeanFactory listable)
				? listable.findAnnotationOnBean(beanName, OfDomain.class, false) : null;
		return (annotation != null && annotation.value().equals(domain))
				|| BeanFactoryAnnotationUtils.isQualifierMatch(domain::equals, beanName, this.beanFactory);
	}

	/**
	 * Whether an unqualified injection point would get the data source.
	 */
	private boolean isMain(String beanName) {
		List<String> candidates = beanNames(DataSource.class).stream().filter(this::isDefaultCandidate).toList();
		if (candidates.size() > 1) {
			candidates = candidates.stream().filter((candidate) -> {
				BeanDefinition definition = definition(candidate);
				return definition != null && definition.isPrimary();
			}).toList();
		}
		return candidates.contains(beanName);
	}

	private boolean isDefaultCandidate(String beanName) {
		BeanDefinition definition = definition(beanName);
		return definition == null || (definition.isAutowireCandidate()
				&& (!(definition instanceof AbstractBeanDefinition candidate) || candidate.isDefaultCandidate()));
	}

	private List<String> beanNames(Class<?> type) {
		return (this.beanFactory instanceof ListableBeanFactory listable)
				? Arrays.asList(listable.getBeanNamesForType(type, true, false)) : List.of();
	}

	private @Nullable BeanDefinition definition(String beanName) {
		return this.registry.containsBeanDefinition(beanName) ? this.registry.getBeanDefinition(beanName) : null;
	}

}
