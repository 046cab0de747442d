package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.script.ScriptFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DomainEntries} and {@link ConfiguredDomains}, with YAML and
 * environment variables as Spring Boot reads them.
 */
class DomainEntriesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@ParameterizedTest
	@ValueSource(strings = { "users: {}", "users:", "users: ~", "users: { enabled: true }", "users: ''" })
	void anEntryMayBeEmpty(String entry) {
		assertThat(yaml("bailiwick:\n  domains:\n    " + entry).read().get("users").schema()).isEqualTo("users");
	}

	@Test
	void allFormsOfEntriesBindBesideEachOther() {
		Domains domains = yaml("""
				bailiwick:
				  domains:
				    users: {}
				    wallets:
				    transfers:
				      depends-on: [users, wallets]
				      schema: moves
				    cards:
				      depends-on: users, wallets
				      locations: classpath:sql/cards
				""").read();
		assertThat(domains.names()).containsExactlyInAnyOrder("users", "wallets", "transfers", "cards");
		assertThat(domains.get("transfers").dependsOn()).containsExactly("users", "wallets");
		assertThat(domains.get("transfers").schema()).isEqualTo("moves");
		assertThat(domains.get("cards").dependsOn()).containsExactly("users", "wallets");
		assertThat(domains.get("cards").locations()).containsExactly("classpath:sql/cards");
		assertThat(domains.get("users").locations()).containsExactly("classpath:db/migration/users");
	}

	@ParameterizedTest
	@ValueSource(strings = { "users: {}", "users:" })
	void anEmptyEntryDoesNotHideWhatALowerFileSays(String entry) {
		assertThat(yaml("bailiwick:\n  domains:\n    " + entry, "bailiwick.domains.users.schema: people").read()
			.get("users")
			.schema()).isEqualTo("people");
	}

	@ParameterizedTest
	@ValueSource(strings = { "users: {}", "users:" })
	void anEmptyEntryMeetsAnEnvironmentVariable(String entry) {
		assertThat(variables(Map.of("BAILIWICK_DOMAINS_USERS_SCHEMA", "people"))
			.yaml("bailiwick:\n  domains:\n    " + entry)
			.read()
			.get("users")
			.schema()).isEqualTo("people");
	}

	@Test
	void aVariableOverridesAFile() {
		assertThat(variables(Map.of("BAILIWICK_DOMAINS_USERS_SCHEMA", "people"))
			.yaml("bailiwick.domains.users.schema: persons")
			.read()
			.get("users")
			.schema()).isEqualTo("people");
	}

	@ParameterizedTest
	@ValueSource(strings = { "BAILIWICK_DOMAINS_WALLETS_DEPENDSON", "BAILIWICK_DOMAINS_WALLETS_DEPENDS_ON",
			"BAILIWICK_DOMAINS_WALLETS_DEPENDS_ON_0", "BAILIWICK_DOMAINS_WALLETS_DEPENDSON_0" })
	void aVariableMaySpellDependsOnEitherWay(String variable) {
		assertThat(
				variables(Map.of(variable, "users")).yaml("bailiwick.domains.users:").read().get("wallets").dependsOn())
			.containsExactly("users");
	}

	@ParameterizedTest
	@ValueSource(strings = { "BAILIWICK_DOMAINS_ORDER_ITEMS_SCHEMA", "BAILIWICK_DOMAINS_ORDERITEMS_SCHEMA" })
	void aVariableFindsAnEntryWhoseNameHasAnUnderscore(String variable) {
		Domains domains = variables(Map.of(variable, "items")).yaml("bailiwick.domains.order_items.enabled: true")
			.read();
		assertThat(domains.names()).containsExactly("order_items");
		assertThat(domains.get("order_items").schema()).isEqualTo("items");
	}

	@Test
	void anEntryWhoseNameHasAnUnderscoreKeepsItsSettings() {
		Domains domains = yaml("""
				bailiwick:
				  domains:
				    users: {}
				    order_items:
				      depends-on: users
				      schema: items
				""").read();
		assertThat(domains.get("order_items").dependsOn()).containsExactly("users");
		assertThat(domains.get("order_items").schema()).isEqualTo("items");
	}

	@Test
	void aVariableAloneMakesADomainWhoseNameHasAnUnderscore() {
		assertThat(variables(Map.of("BAILIWICK_DOMAINS_ORDER_ITEMS_DEPENDS_ON", "")).read().names())
			.containsExactly("order_items");
	}

	@Test
	void whatADatabaseHasIsNoSettingOfADomain() {
		yaml("bailiwick.domains.wallets.pooling: per-domain");
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(this::read)
			.withMessageContaining("'bailiwick.domains.wallets.pooling' is no setting of a domain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "depends-onn", "dependOn", "depend-on", "DEPENDS_ONE" })
	void anUnknownSettingIsNamedWithASuggestion(String setting) {
		yaml("bailiwick.domains.wallets." + setting + ": users");
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(this::read).satisfies((ex) -> {
			assertThat(ex.analysis().getDescription()).contains("bailiwick.domains.wallets.")
				.contains("consistency, database, depends-on, enabled, locations, migration-mode, pool, schema, style");
			assertThat(ex.analysis().getAction()).contains("depends-on");
		});
	}

	@Test
	void anUnknownSettingInAVariableIsNamedWithASuggestion() {
		variables(Map.of("BAILIWICK_DOMAINS_WALLETS_DEPEND_ON", "users"));
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(this::read)
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("depends-on"));
	}

	@Test
	void aDisabledDomainIsNotThere() {
		assertThat(yaml("bailiwick.domains: { users: { enabled: false }, wallets: }").read().names())
			.containsExactly("wallets");
	}

	@Test
	void aDependencyThatIsSwitchedOffIsNamed() {
		yaml("bailiwick.domains: { users: { enabled: false }, wallets: { depends-on: users } }");
		assertThatExceptionOfType(DomainConfigurationException.class).isThrownBy(this::read).satisfies((ex) -> {
			assertThat(ex.analysis().getDescription()).contains("'wallets' depends on 'users'", "switched off");
			assertThat(ex.analysis().getAction()).contains("bailiwick.domains.users.enabled=false");
		});
	}

	@Test
	void aDomainThatHasItsOwnDatabaseLivesThere() {
		yaml("bailiwick.domains: { users: , wallets: }");
		Domains domains = new ConfiguredDomains(this.environment, folders(), Set.of("wallets")).read();
		assertThat(domains.get("wallets").database()).isEqualTo("wallets");
		assertThat(domains.get("users").database()).isEqualTo(Domain.MAIN_DATABASE);
	}

	private DomainEntriesTests variables(Map<String, Object> variables) {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
		return this;
	}

	/**
	 * Add files, those with a higher precedence first.
	 */
	private DomainEntriesTests yaml(String... documents) {
		int count = 0;
		for (String document : documents) {
			try {
				for (PropertySource<?> source : new YamlPropertySourceLoader().load("file" + count++,
						new ByteArrayResource(document.getBytes(StandardCharsets.UTF_8)))) {
					this.environment.getPropertySources().addLast(source);
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return this;
	}

	private Domains read() {
		ConfigurationPropertySources.attach(this.environment);
		return new ConfiguredDomains(this.environment, folders(), Set.of()).read();
	}

	private static ScriptFolders folders() {
		return new ScriptFolders(new PathMatchingResourcePatternResolver(), List.of());
	}

}
