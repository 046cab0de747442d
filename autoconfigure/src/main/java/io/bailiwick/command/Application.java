package io.bailiwick.command;

import java.util.function.Consumer;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;

import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.util.Assert;

/**
 * What a verb needs of the application. Each part is made when it is first asked for: a
 * verb that needs no database does not wait for one.
 */
public final class Application {

	private final ConfigurableApplicationContext context;

	/**
	 * Create the view of an application.
	 * @param context its context
	 */
	public Application(ConfigurableApplicationContext context) {
		Assert.notNull(context, "'context' must not be null");
		this.context = context;
	}

	DomainMigrations migrations() {
		return part(DomainMigrations.class);
	}

	<T> T part(Class<T> type) {
		return this.context.getBeanProvider(type).getIfAvailable(() -> {
			throw new NoDomainsException();
		});
	}

	/**
	 * Hear of each migration that has been applied, as soon as it is committed; in any
	 * thread.
	 */
	void onApplied(Consumer<MigrationApplied> listener) {
		this.context.addApplicationListener(new ApplicationListener<PayloadApplicationEvent<?>>() {

			@Override
			public void onApplicationEvent(PayloadApplicationEvent<?> event) {
				if (event.getPayload() instanceof MigrationApplied applied) {
					listener.accept(applied);
				}
			}

		});
	}

}
