package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.migration.event.DomainMigrationEvent;
import io.bailiwick.migration.event.DomainMigrationEvent.DomainMigrated;
import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;
import io.bailiwick.migration.event.DomainMigrationListener;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for listeners, events and meters of migrations in an application.
 */
@Timeout(120)
class MigrationListenersApplicationIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	@Test
	void beansAndEventsAndMetersHearOfMigrations() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Listeners.class).heard).containsExactly("bound: wallets V1__create_wallets.sql");
			assertThat(context.getBean(Listeners.class).published).contains("DomainStarted users",
					"MigrationStarted users", "MigrationApplied users", "DomainMigrated users", "DomainStarted wallets",
					"MigrationApplied wallets", "DomainMigrated wallets");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("bailiwick.migration").tags("domain", "users", "outcome", "success").timer().count())
				.isOne();
			assertThat(meters.get("bailiwick.migration").tag("domain", "wallets").timer().getId().getTag("version"))
				.isNull();
		});
		application().run((context) -> {
			assertThat(context.getBean(Listeners.class).heard).isEmpty();
			assertThat(context.getBean(Listeners.class).published).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("bailiwick.migration").timers()).isEmpty();
		});
	}

	@Test
	void eachVersionHasATimerWhereThatIsWanted() {
		application().withPropertyValues("bailiwick.migration.version-tag=true")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("bailiwick.migration")
				.tags("domain", "users", "version", "1")
				.timer()
				.count()).isOne());
	}

	@Test
	void aListenerOfADomainThatDoesNotExistIsRefused() {
		application().withUserConfiguration(Misspelt.class)
			.run((context) -> assertThat(DomainApplication.analysis(context).getDescription()).contains("walets"));
	}

	private ApplicationContextRunner application() {
		return DomainApplication
			.runner(this.classes, MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class)
			.withUserConfiguration(Listeners.class)
			.withPropertyValues(this.database.properties());
	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final List<String> published = new CopyOnWriteArrayList<>();

		@Bean
		@OfDomain("wallets")
		DomainMigrationListener bound() {
			return new DomainMigrationListener() {

				@Override
				public void afterMigration(MigrationApplied event) {
					Listeners.this.heard.add("bound: " + event.domain() + " " + event.script());
				}

			};
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<? extends DomainMigrationEvent>> events() {
			return (event) -> this.published
				.add(event.getPayload().getClass().getSimpleName() + " " + event.getPayload().domain());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Misspelt {

		@Bean
		@OfDomain("walets")
		DomainMigrationListener misspelt() {
			return new DomainMigrationListener() {

				@Override
				public void afterDomain(DomainMigrated event) {
				}

			};
		}

	}

}
