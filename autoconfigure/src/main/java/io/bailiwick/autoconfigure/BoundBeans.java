package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.NearestName;
import io.bailiwick.domain.OfDomain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * Sorts an application's beans by the domain that {@link OfDomain} binds them to.
 */
final class BoundBeans {

	private final ListableBeanFactory beanFactory;

	private final Domains domains;

	/**
	 * Looking through all beans takes its time, and there are many domains.
	 */
	private final Map<Class<?>, Map<String, ?>> found = new HashMap<>();

	BoundBeans(ListableBeanFactory beanFactory, Domains domains) {
		this.beanFactory = beanFactory;
		this.domains = domains;
	}

	/**
	 * The beans that are bound to the domain, and those that are bound to none and so are
	 * meant for all.
	 */
	<T> List<T> boundToOrShared(Class<T> type, String domain) {
		List<T> beans = new ArrayList<>();
		find(type).forEach((beanName, bean) -> {
			String owner = ownerOf(beanName, type);
			if (owner == null || owner.equals(domain)) {
				beans.add(bean);
			}
		});
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

	/**
	 * The beans that are bound to the domain, of a type that only makes sense in one.
	 */
	<T> List<T> boundTo(Class<T> type, String domain) {
		List<T> beans = new ArrayList<>();
		find(type).forEach((beanName, bean) -> {
			String owner = ownerOf(beanName, type);
			if (owner == null) {
				throw new DomainConfigurationException(
						"The bean '%s' is a %s and does not say which domain it belongs to.".formatted(beanName,
								type.getSimpleName()),
						"Annotate its class or its @Bean method with @OfDomain(\"…\"). The domains are: %s."
							.formatted(String.join(", ", this.domains.names())));
			}
			if (owner.equals(domain)) {
				beans.add(bean);
			}
		});
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

	@SuppressWarnings("unchecked")
	private <T> Map<String, T> find(Class<T> type) {
		return (Map<String, T>) this.found.computeIfAbsent(type, this.beanFactory::getBeansOfType);
	}

	private @Nullable String ownerOf(String beanName, Class<?> type) {
		OfDomain annotation = this.beanFactory.findAnnotationOnBean(beanName, OfDomain.class);
		if (annotation == null) {
			return null;
		}
		String owner = annotation.value();
		if (this.domains.find(owner) == null) {
			throw new DomainConfigurationException(
					"The %s '%s' is bound to the domain '%s', and there is no such domain."
						.formatted(type.getSimpleName(), beanName, owner),
					"Correct @OfDomain. The domains are: %s.%s".formatted(String.join(", ", this.domains.names()),
							NearestName.hint(owner, this.domains.names())));
		}
		return owner;
	}

}
