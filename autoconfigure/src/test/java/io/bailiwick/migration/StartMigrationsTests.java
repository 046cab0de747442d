package io.bailiwick.migration;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which {@link StartMigrations} goes through the domains.
 */
class StartMigrationsTests {

	private final Domains domains = Domains.of(List.of(domain("users"), domain("products"), domain("wallets", "users"),
			domain("transfers", "users", "wallets"), domain("reports", "transfers", "products")));

	@Test
	void domainsOfOneModeGoTogether() {
		assertThat(steps(MigrationMode.WAIT, Map.of()))
			.containsExactly("WAIT users products wallets transfers reports");
	}

	@Test
	void aDomainThatMigratesComesAfterOneThatWaits() {
		assertThat(steps(MigrationMode.MIGRATE, Map.of("wallets", MigrationMode.WAIT)))
			.containsExactly("MIGRATE users products", "WAIT wallets", "MIGRATE transfers reports");
	}

	@Test
	void aDomainThatWaitsComesAfterOneThatMigrates() {
		assertThat(steps(MigrationMode.WAIT, Map.of("users", MigrationMode.MIGRATE, "products", MigrationMode.NONE)))
			.containsExactly("NONE products", "MIGRATE users", "WAIT wallets transfers reports");
	}

	@Test
	void whatMayRefuseTheStartComesFirstAndWaitingComesLast() {
		assertThat(steps(MigrationMode.MIGRATE,
				Map.of("users", MigrationMode.WAIT, "products", MigrationMode.VALIDATE, "wallets", MigrationMode.NONE)))
			.containsExactly("VALIDATE products", "WAIT users", "NONE wallets", "MIGRATE transfers reports");
	}

	@Test
	void noneHoldsForAllDomains() {
		assertThat(steps(MigrationMode.NONE, Map.of("users", MigrationMode.MIGRATE)))
			.containsExactly("NONE users products wallets transfers reports");
	}

	private List<String> steps(MigrationMode standard, Map<String, MigrationMode> byDomain) {
		MigrationContext context = MigrationContext.of(this.domains, Map.of(), List.of(), MigrationSettings.defaults(),
				getClass().getClassLoader(), null, Map.of(), false);
		return new StartMigrations(context, new MigrationModes(standard, byDomain, Duration.ofSeconds(1))).steps()
			.stream()
			.map((step) -> step.mode() + " " + String.join(" ", step.domains().stream().map(Domain::name).toList()))
			.toList();
	}

	private static Domain domain(String name, String... dependsOn) {
		return new Domain(name, name, Domain.MAIN_DATABASE, new LinkedHashSet<>(Arrays.asList(dependsOn)),
				List.of("classpath:db/migration/" + name));
	}

}
