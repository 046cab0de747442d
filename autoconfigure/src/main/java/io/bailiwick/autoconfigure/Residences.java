package io.bailiwick.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.NearestName;

import org.springframework.util.StringUtils;

/**
 * Decides which domain lives in which database, and refuses what can not be meant.
 */
final class Residences {

	private final Set<String> databases;

	private final Set<String> own;

	private final Map<String, DomainProperties> domains;

	private final PoolScopes scopes;

	/**
	 * Create residences.
	 * @param databases the databases that are configured
	 * @param own the domains for which the application has a data source of their own
	 * @param domains what is configured for each domain
	 * @param scopes which domains share a pool
	 */
	Residences(Set<String> databases, Set<String> own, Map<String, DomainProperties> domains, PoolScopes scopes) {
		this.databases = databases;
		this.own = own;
		this.domains = domains;
		this.scopes = scopes;
	}

	/**
	 * The database of a domain: the one it names, or the one that has its name, or main.
	 */
	String of(String domain) {
		if (this.own.contains(domain)) {
			return domain;
		}
		DomainProperties properties = this.domains.get(domain);
		String named = (properties != null) ? properties.getDatabase() : null;
		if (!StringUtils.hasText(named)) {
			return this.databases.contains(domain) ? domain : Domain.MAIN_DATABASE;
		}
		if (!named.equals(Domain.MAIN_DATABASE) && !this.databases.contains(named)) {
			Set<String> known = new TreeSet<>(this.databases);
			known.add(Domain.MAIN_DATABASE);
			throw new DomainConfigurationException(
					"The domain '%s' is to live in the database '%s', and there is no such database. The databases are: %s."
						.formatted(domain, named, String.join(", ", known)),
					"Add 'bailiwick.databases.%s.url', or correct 'bailiwick.domains.%s.database'.%s".formatted(named,
							domain, NearestName.hint(named, known)));
		}
		if (this.databases.contains(domain) && !named.equals(domain)) {
			throw new DomainConfigurationException(
					"The domain '%s' lives in the database '%s', and another database has the domain's name."
						.formatted(domain, named),
					"Give the database '%s' another name: beans and variables are told apart by these names."
						.formatted(domain));
		}
		return named;
	}

	void check() {
		for (String database : this.databases) {
			if (this.domains.keySet().stream().noneMatch((domain) -> of(domain).equals(database))) {
				throw new DomainConfigurationException("No domain lives in the database '%s'.".formatted(database),
						"Set 'bailiwick.domains.<name>.database=%1$s' for the domain that is to live there, or remove 'bailiwick.databases.%1$s'.%2$s"
							.formatted(database, NearestName.hint(database, this.domains.keySet())));
			}
		}
		this.domains.forEach((domain, properties) -> {
			if (!properties.getPool().isEmpty() && this.scopes.of(of(domain)) == PoolScope.SHARED) {
				throw new DomainConfigurationException(
						"'bailiwick.domains.%s.pool' has settings, and the domain has no pool of its own: it shares that of the database '%s'."
							.formatted(domain, of(domain)),
						"Set 'bailiwick.databases.%s.pooling=per-domain', or configure the pool of the database."
							.formatted(of(domain)));
			}
			if (properties.getConsistency() == null) {
				properties.getDependsOn()
					.stream()
					.filter(this.domains::containsKey)
					.forEach((dependency) -> checkTransaction(domain, dependency));
			}
		});
	}

	private void checkTransaction(String domain, String dependency) {
		String action = "If '%1$s' does without both, say so with 'bailiwick.domains.%1$s.consistency=eventual'. Otherwise keep both domains in one database."
			.formatted(domain);
		if (!of(domain).equals(of(dependency))) {
			throw new DomainConfigurationException(
					"The domain '%s' lives in the database '%s' and depends on '%s', which lives in '%s': no foreign key and no transaction can span the two."
						.formatted(domain, of(domain), dependency, of(dependency)),
					action);
		}
		if (!this.scopes.shareTransactions(of(domain), of(dependency))) {
			throw new DomainConfigurationException(
					"The domain '%s' depends on '%s', and each of them has a pool of its own ('%s'): no transaction can span the two."
						.formatted(domain, dependency, this.scopes.reason(of(domain))),
					"If '%1$s' does without, say so with 'bailiwick.domains.%1$s.consistency=eventual'. Otherwise let them share a pool."
						.formatted(domain));
		}
	}

}
