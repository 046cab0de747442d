package io.bailiwick.command;

import io.bailiwick.migration.DomainMigrations;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;

/**
 * What a verb needs of the application. Each part is made when it is first asked for: a
 * verb that needs no database does not wait for one.
 */
public final class Application {

	private final BeanFactory beans;

	/**
	 * Create the view of an application.
	 * @param beans its beans
	 */
	public Application(BeanFactory beans) {
		Assert.notNull(beans, "'beans' must not be null");
		this.beans = beans;
	}

	DomainMigrations migrations() {
		return part(DomainMigrations.class);
	}

	<T> T part(Class<T> type) {
		return this.beans.getBeanProvider(type).getIfAvailable(() -> {
			throw new NoDomainsException();
		});
	}

}
