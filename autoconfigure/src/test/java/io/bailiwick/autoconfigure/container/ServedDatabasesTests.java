package io.bailiwick.autoconfigure.container;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServedDatabases}.
 */
class ServedDatabasesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void whatAContainerSaysWinsOverPropertiesAndIsAskedOnceAndLate() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("bailiwick.databases.order-items.url", "configured",
					"bailiwick.databases.order-items.pool.maximum-pool-size", 3)));
		ConfigurationPropertySources.attach(this.environment);
		AtomicInteger asked = new AtomicInteger();
		ServedDatabases.add(this.environment, new ServedDatabase("order_items", "the container bean 'a'", () -> {
			asked.incrementAndGet();
			return new ServedConnection("jdbc:served", "somebody", "p${assword}");
		}));
		Binder binder = Binder.get(this.environment);
		assertThat(this.environment.getProperty("bailiwick.databases.order_items.pool")).isNull();
		assertThat(binder.bind("bailiwick.databases.order-items.pool.maximum-pool-size", Integer.class).get())
			.isEqualTo(3);
		assertThat(asked).hasValue(0);
		assertThat(binder.bind("bailiwick.databases.order-items.url", String.class).get()).isEqualTo("jdbc:served");
		assertThat(binder.bind("bailiwick.databases.order-items.username", String.class).get()).isEqualTo("somebody");
		assertThat(binder.bind("bailiwick.databases.order-items.password", String.class).get())
			.isEqualTo("p${assword}");
		assertThat(asked).hasValue(1);
	}

	@Test
	void twoContainersForOneDatabaseAreRefused() {
		ServedDatabases.add(this.environment, served("reports", "the container bean 'a'"));
		ServedDatabases.add(this.environment, served("reports", "the container bean 'a'"));
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> ServedDatabases.add(this.environment, served("reports", "the field Tests.reports")))
			.withMessage(
					"The database 'reports' is served by two containers: by the container bean 'a' and by the field Tests.reports.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a.b", "1st", "re ports" })
	void whatIsNoNameIsRefused(String name) {
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> ServedDatabases.add(this.environment, served(name, "the container bean 'a'")))
			.withMessage("The database '%s' is served by the container bean 'a', and that is no name of a database.",
					name);
	}

	@Test
	void aDatabaseInWhichNoDomainLivesIsRefused() {
		ServedDatabases.add(this.environment, served("reprots", "the container bean 'a'"));
		Domain reports = new Domain("reports", "reports", "main", Set.of(), List.of("classpath:slice"));
		Domain moved = new Domain("other", "other", "reprots", Set.of(), List.of("classpath:slice"));
		ServedDatabases.check(this.environment, List.of(moved));
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> ServedDatabases.check(this.environment, List.of(reports)))
			.withMessage("The database 'reprots' is served by the container bean 'a', and no domain lives in it.")
			.satisfies((ex) -> assertThat(ex.analysis().getAction())
				.contains("bailiwick.domains.<name>.database=reprots", "Did you mean 'reports'?"));
	}

	@Test
	void anApplicationWithoutContainersHasNothingToCheck() {
		ServedDatabases.check(this.environment, List.of());
		assertThat(this.environment.getPropertySources().contains(ServedDatabasesPropertySource.NAME)).isFalse();
	}

	private static ServedDatabase served(String name, String server) {
		return new ServedDatabase(name, server, () -> new ServedConnection("jdbc:served", null, null));
	}

}
