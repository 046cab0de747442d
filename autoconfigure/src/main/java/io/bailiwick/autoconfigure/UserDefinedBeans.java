package io.bailiwick.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.bailiwick.domain.DomainConfigurationException;
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
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

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
	 * Whether the application has a bean of the type for the domain, bound to it or
	 * called what the domain's own would be called. If so, it can be injected with
	 * {@link OfDomain} and be found by {@code @Transactional("…")} from then on,
	 * whichever of the two it was written for.
	 */
	boolean claim(Class<?> type, String domain, String usualName) {
		List<String> beanNames = boundTo(type, domain, usualName);
		if (beanNames.isEmpty() && this.registry.containsBeanDefinition(usualName)) {
			throw new DomainConfigurationException(
					"The application has a bean '%s', which is what the %s of the domain '%s' is called, and it is none."
						.formatted(usualName, type.getSimpleName(), domain),
					"Give it another name.");
		}
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
		return boundTo(DataSource.class, domain, DomainBeanNames.handle(domain, "dataSource")).stream()
			.anyMatch((beanName) -> !isMain(beanName));
	}

	/**
	 * Whether the application has a data source of its own for everything, or a service
	 * that tells where its database is.
	 */
	boolean hasMainDatabase() {
		return !beanNames(JdbcConnectionDetails.class).isEmpty()
				|| beanNames(DataSource.class).stream().anyMatch(this::isDefaultCandidate);
	}

	/**
	 * Bind a definition to the domain: {@link OfDomain} is for injection points,
	 * {@link Qualifier} for {@code @Transactional("…")}.
	 */
	static void qualify(AbstractBeanDefinition definition, String domain) {
		addQualifier(definition, OfDomain.class, domain);
		addQualifier(definition, Qualifier.class, domain);
	}

	private static void addQualifier(AbstractBeanDefinition definition, Class<? extends Annotation> type,
			String domain) {
		if (!definition.hasQualifier(type.getName())) {
			AutowireCandidateQualifier qualifier = new AutowireCandidateQualifier(type, domain);
			// Qualifiers with the same attributes are equal, whatever their types, and
			// ahead-of-time processing would keep only the first of them.
			qualifier.setAttribute("type", type.getName());
			definition.addQualifier(qualifier);
		}
	}

	private List<String> boundTo(Class<?> type, String domain, String usualName) {
		return beanNames(type).stream()
			.filter((beanName) -> beanName.equals(usualName) || isBoundTo(beanName, domain))
			.toList();
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
