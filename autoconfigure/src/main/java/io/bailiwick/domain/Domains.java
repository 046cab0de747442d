package io.bailiwick.domain;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Every domain of the application, in an order in which each comes after those it depends
 * on.
 */
public final class Domains implements Iterable<Domain> {

	private final Map<String, Domain> byName;

	private final List<List<Domain>> levels;

	private Domains(Map<String, Domain> byName, List<List<Domain>> levels) {
		this.byName = byName;
		this.levels = levels;
	}

	/**
	 * Bring the domains into their order.
	 * @param domains the domains, in any order
	 * @return the registry of these domains
	 * @throws DomainConfigurationException if two domains share a name or a schema, or a
	 * dependency is unknown or part of a cycle
	 */
	public static Domains of(Collection<Domain> domains) {
		Map<String, Domain> declared = new LinkedHashMap<>();
		Map<String, Domain> schemas = new LinkedHashMap<>();
		for (Domain domain : domains) {
			Domain namesake = declared.put(domain.name(), domain);
			Assert.state(namesake == null, () -> "Two domains have the name '%s'".formatted(domain.name()));
			Domain neighbour = schemas.put(domain.database() + "/" + domain.schema(), domain);
			if (neighbour != null) {
				throw sameSchema(neighbour, domain);
			}
		}
		List<List<Domain>> levels = new DependencyOrder(declared).levels();
		Map<String, Domain> ordered = new LinkedHashMap<>();
		levels.forEach((level) -> level.forEach((domain) -> ordered.put(domain.name(), domain)));
		return new Domains(Collections.unmodifiableMap(ordered), levels);
	}

	private static DomainConfigurationException sameSchema(Domain one, Domain other) {
		return new DomainConfigurationException(
				"The domains '%s' and '%s' both claim the schema '%s' of the database '%s'.".formatted(one.name(),
						other.name(), one.schema(), one.database()),
				"Give each domain a schema of its own: change 'bailiwick.domains.%s.schema' or 'bailiwick.domains.%s.schema'."
					.formatted(one.name(), other.name()));
	}

	/**
	 * Return the domain of the given name.
	 * @param name the name of a domain
	 * @return the domain
	 * @throws NoSuchElementException if there is none of that name; the message lists
	 * those there are
	 */
	public Domain get(String name) {
		Domain domain = find(name);
		if (domain == null) {
			throw new NoSuchElementException("There is no domain '%s'. The domains are: %s.%s".formatted(name,
					String.join(", ", names()), NearestName.hint(name, names())));
		}
		return domain;
	}

	/**
	 * Return the domain of the given name, if there is one.
	 * @param name the name of a domain
	 * @return the domain or {@code null}
	 */
	public @Nullable Domain find(String name) {
		return this.byName.get(name);
	}

	/**
	 * Return the names of all domains, dependencies first.
	 * @return the names
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	/**
	 * Return the domains grouped so that each depends only on domains of earlier groups;
	 * those within one group are independent of each other.
	 * @return the groups, dependencies first
	 */
	public List<List<Domain>> levels() {
		return this.levels;
	}

	/**
	 * Return the domains that live in one database.
	 * @param database the name of the database
	 * @return its domains, dependencies first
	 */
	public List<Domain> in(String database) {
		return stream().filter((domain) -> domain.database().equals(database)).toList();
	}

	/**
	 * Return whether the application has no domain at all.
	 * @return {@code true} if there is none
	 */
	public boolean isEmpty() {
		return this.byName.isEmpty();
	}

	/**
	 * Return all domains, dependencies first.
	 * @return the domains
	 */
	public Stream<Domain> stream() {
		return this.byName.values().stream();
	}

	@Override
	public Iterator<Domain> iterator() {
		return this.byName.values().iterator();
	}

	@Override
	public String toString() {
		return names().toString();
	}

}
