package io.bailiwick.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Domains} and the order it brings domains into.
 */
class DomainsTests {

	@Test
	void dependenciesComeFirstAndIndependentDomainsShareALevel() {
		Domains domains = Domains.of(List.of(Domain.of("transfers", "wallets", "users"), Domain.of("audit"),
				Domain.of("wallets", "users"), Domain.of("users")));
		assertThat(domains.names()).containsExactly("audit", "users", "wallets", "transfers");
		assertThat(domains.levels()).extracting((level) -> level.stream().map(Domain::name).toList())
			.containsExactly(List.of("audit", "users"), List.of("wallets"), List.of("transfers"));
	}

	@Test
	void noDomainAtAllIsNoError() {
		assertThat(Domains.of(List.of()).isEmpty()).isTrue();
		assertThat(Domains.of(List.of()).levels()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 7, 42, 1234, 20261120 })
	void inAnyAcyclicGraphEachDomainComesAfterAllItDependsOn(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 100; round++) {
			List<Domain> acyclic = randomAcyclicGraph(random, 1 + random.nextInt(40), random.nextDouble());
			Domains domains = Domains.of(acyclic);
			List<String> order = List.copyOf(domains.names());
			assertThat(order).hasSameSizeAs(acyclic);
			assertThat(domains.levels().stream().flatMap(List::stream)).containsExactlyElementsOf(domains);
			for (Domain domain : domains) {
				assertThat(order.subList(0, order.indexOf(domain.name()))).containsAll(domain.dependsOn());
				assertThat(levelOf(domains, domain.name())).isEqualTo(lowestPossibleLevel(domains, domain));
			}
		}
	}

	@Test
	void anUnknownDependencyIsToldWithTheNameThatWasProbablyMeant() {
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(
				() -> Domains.of(List.of(Domain.of("users"), Domain.of("wallets"), Domain.of("transfers", "walets"))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The domain 'transfers' depends on 'walets', and there is no such domain. The others are: users, wallets.");
				assertThat(ex.analysis().getAction()).isEqualTo(
						"Correct 'bailiwick.domains.transfers.depends-on', or add migrations in the folder 'db/migration/walets'. Did you mean 'wallets'?");
			});
	}

	@Test
	void aNameThatResemblesNothingIsNotGuessedAt() {
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> Domains.of(List.of(Domain.of("hr"), Domain.of("users", "db"))))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).doesNotContain("Did you mean"));
	}

	@Test
	void aCycleIsPrintedFromItsBeginningToItsBeginning() {
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> Domains.of(List.of(Domain.of("audit", "users"), Domain.of("users", "transfers"),
					Domain.of("wallets", "users"), Domain.of("transfers", "wallets"))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The domains depend on each other in a circle: users -> transfers -> wallets -> users.");
				assertThat(ex.analysis().getAction()).isEqualTo(
						"Remove one arrow of the circle in one of 'bailiwick.domains.users.depends-on', 'bailiwick.domains.transfers.depends-on', 'bailiwick.domains.wallets.depends-on'.");
			});
	}

	@Test
	void twoDomainsThatDependOnEachOtherAreACycle() {
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> Domains.of(List.of(Domain.of("users", "wallets"), Domain.of("wallets", "users"))))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription())
				.isEqualTo("The domains depend on each other in a circle: users -> wallets -> users."));
	}

	@Test
	void aDomainThatDependsOnItselfIsToldSo() {
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> Domains.of(List.of(Domain.of("users", "users"))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The domain 'users' depends on itself: users -> users.");
				assertThat(ex.analysis().getAction())
					.isEqualTo("Remove 'users' from 'bailiwick.domains.users.depends-on'.");
			});
	}

	@Test
	void twoDomainsCanNotOwnOneSchemaOfOneDatabase() {
		Domain users = Domain.of("users");
		assertThatExceptionOfType(DomainConfigurationException.class)
			.isThrownBy(() -> Domains.of(List.of(users, inSchema("people", "users", "main"))))
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The domains 'users' and 'people' both claim the schema 'users' of the database 'main'.");
				assertThat(ex.analysis().getAction()).contains("'bailiwick.domains.users.schema'")
					.contains("'bailiwick.domains.people.schema'");
			});
		assertThat(Domains.of(List.of(users, inSchema("people", "users", "crm"))).in("crm")).extracting(Domain::name)
			.containsExactly("people");
	}

	@Test
	void askingForAnUnknownDomainListsThoseThereAre() {
		Domains domains = Domains.of(List.of(Domain.of("users"), Domain.of("wallets")));
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> domains.get("wallet"))
			.withMessage("There is no domain 'wallet'. The domains are: users, wallets. Did you mean 'wallets'?");
	}

	private static Domain inSchema(String name, String schema, String database) {
		return new Domain(name, schema, database, Set.of(), List.of());
	}

	private static int levelOf(Domains domains, String name) {
		for (int level = 0; level < domains.levels().size(); level++) {
			if (domains.levels().get(level).contains(domains.get(name))) {
				return level;
			}
		}
		throw new AssertionError(name + " has no level");
	}

	private static int lowestPossibleLevel(Domains domains, Domain domain) {
		return domain.dependsOn().stream().mapToInt((name) -> levelOf(domains, name) + 1).max().orElse(0);
	}

	private static List<Domain> randomAcyclicGraph(Random random, int size, double density) {
		List<Domain> domains = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			Set<String> earlier = new LinkedHashSet<>();
			for (int j = 0; j < i; j++) {
				if (random.nextDouble() < density) {
					earlier.add("d" + j);
				}
			}
			domains.add(new Domain("d" + i, "d" + i, "main", earlier, List.of()));
		}
		Collections.shuffle(domains, random);
		return domains;
	}

}
