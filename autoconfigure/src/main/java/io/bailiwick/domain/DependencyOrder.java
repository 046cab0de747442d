package io.bailiwick.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sorts domains by their dependencies into levels, or explains why that can not be done.
 */
final class DependencyOrder {

	private final Map<String, Domain> domains;

	private final Map<String, Integer> depths = new LinkedHashMap<>();

	DependencyOrder(Map<String, Domain> domains) {
		this.domains = domains;
	}

	List<List<Domain>> levels() {
		List<List<Domain>> levels = new ArrayList<>();
		for (Domain domain : this.domains.values()) {
			int depth = depthOf(domain, new ArrayList<>());
			while (levels.size() <= depth) {
				levels.add(new ArrayList<>());
			}
			levels.get(depth).add(domain);
		}
		return levels.stream().map(List::copyOf).toList();
	}

	private int depthOf(Domain domain, List<String> path) {
		Integer known = this.depths.get(domain.name());
		if (known != null) {
			return known;
		}
		if (path.contains(domain.name())) {
			throw cycle(path.subList(path.indexOf(domain.name()), path.size()), domain.name());
		}
		path.add(domain.name());
		int depth = 0;
		for (String dependency : domain.dependsOn()) {
			depth = Math.max(depth, 1 + depthOf(dependency(domain, dependency), path));
		}
		path.remove(path.size() - 1);
		this.depths.put(domain.name(), depth);
		return depth;
	}

	private Domain dependency(Domain domain, String name) {
		Domain dependency = this.domains.get(name);
		if (dependency == null) {
			List<String> others = new ArrayList<>(this.domains.keySet());
			others.remove(domain.name());
			throw new DomainConfigurationException(
					"The domain '%s' depends on '%s', and there is no such domain. The others are: %s."
						.formatted(domain.name(), name, others.isEmpty() ? "none" : String.join(", ", others)),
					"Correct 'bailiwick.domains.%s.depends-on', or add migrations in the folder 'db/migration/%s'.%s"
						.formatted(domain.name(), name, NearestName.hint(name, others)));
		}
		return dependency;
	}

	private static DomainConfigurationException cycle(List<String> path, String closing) {
		String circle = String.join(" -> ", path) + " -> " + closing;
		if (path.size() == 1) {
			return new DomainConfigurationException("The domain '%s' depends on itself: %s.".formatted(closing, circle),
					"Remove '%1$s' from 'bailiwick.domains.%1$s.depends-on'.".formatted(closing));
		}
		return new DomainConfigurationException("The domains depend on each other in a circle: %s.".formatted(circle),
				"Remove one arrow of the circle in one of %s.".formatted(path.stream()
					.map("'bailiwick.domains.%s.depends-on'"::formatted)
					.collect(Collectors.joining(", "))));
	}

}
