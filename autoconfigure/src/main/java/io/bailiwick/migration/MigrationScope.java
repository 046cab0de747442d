package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

import org.springframework.util.Assert;

/**
 * Which domains a verb works on, and how far it goes in them.
 *
 * @param domains the names of the domains; empty for all of them
 * @param targets versions up to which to go, by the names of domains
 */
public record MigrationScope(Set<String> domains, Map<String, String> targets) {

	/**
	 * Create a scope.
	 */
	public MigrationScope {
		Assert.notNull(domains, "'domains' must not be null");
		Assert.notNull(targets, "'targets' must not be null");
		domains = new LinkedHashSet<>(domains);
		targets = new LinkedHashMap<>(targets);
	}

	/**
	 * All domains.
	 * @return the scope
	 */
	public static MigrationScope all() {
		return new MigrationScope(Set.of(), Map.of());
	}

	/**
	 * Some domains.
	 * @param domains their names; none for all domains
	 * @return the scope
	 */
	public static MigrationScope of(String... domains) {
		return new MigrationScope(new LinkedHashSet<>(List.of(domains)), Map.of());
	}

	/**
	 * Go no further than to a version of a domain. Without a list of domains, the scope
	 * is then that domain and whatever else has a version to go to.
	 * @param domain the name of the domain
	 * @param version the version
	 * @return the scope with that version
	 */
	public MigrationScope to(String domain, String version) {
		Map<String, String> targets = new LinkedHashMap<>(this.targets);
		targets.put(domain, version);
		return new MigrationScope(this.domains, targets);
	}

	/**
	 * The domains that are meant, in their order.
	 * @throws UnknownDomainException if a name is that of no domain
	 */
	List<Domain> select(Domains all) {
		Set<String> names = new LinkedHashSet<>(this.domains);
		names.addAll(this.targets.keySet());
		for (String name : names) {
			if (all.find(name) == null) {
				throw new UnknownDomainException(name, all.names());
			}
		}
		return all.stream().filter((domain) -> names.isEmpty() || names.contains(domain.name())).toList();
	}

	/**
	 * The domains that are meant and all that they depend on, in their order.
	 * @throws UnknownDomainException if a name is that of no domain
	 */
	List<Domain> selectWithDependencies(Domains all) {
		Set<String> needed = new LinkedHashSet<>();
		List<Domain> remaining = new ArrayList<>(select(all));
		while (!remaining.isEmpty()) {
			Domain domain = remaining.remove(0);
			if (needed.add(domain.name())) {
				domain.dependsOn().forEach((name) -> remaining.add(all.get(name)));
			}
		}
		return all.stream().filter((domain) -> needed.contains(domain.name())).toList();
	}

}
