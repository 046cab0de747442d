package io.bailiwick.migration.undo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is undone, and in which order: in each domain the highest version first,
 * so that no gap is left that Flyway would complain about; over several domains what was
 * applied last, and never anything that a dependent domain has built upon since.
 */
final class UndoOrder {

	private final Domains domains;

	private final UndoRequest request;

	/**
	 * What is in force, by the name of each domain, the lowest version first.
	 */
	private final Map<String, List<AppliedVersion>> applied = new LinkedHashMap<>();

	UndoOrder(Domains domains, UndoRequest request, Map<String, List<AppliedVersion>> applied) {
		this.domains = domains;
		this.request = request;
		applied.forEach((name, versions) -> this.applied.put(name, new ArrayList<>(versions)));
	}

	/**
	 * The domains that depend on another one, directly or through others.
	 */
	static Set<String> dependentsOf(String name, Domains domains) {
		Set<String> dependents = new HashSet<>();
		// Each domain comes after those it depends on.
		for (Domain domain : domains) {
			if (domain.dependsOn().stream().anyMatch((needed) -> needed.equals(name) || dependents.contains(needed))) {
				dependents.add(domain.name());
			}
		}
		return dependents;
	}

	/**
	 * Choose.
	 * @return what to undo, in this order
	 * @throws UndoException if something else needs it
	 */
	List<AppliedVersion> choose() {
		Set<String> selected = this.request.names().isEmpty() ? this.domains.names() : this.request.names();
		List<AppliedVersion> chosen = new ArrayList<>();
		if (this.request.targets().isEmpty()) {
			while (chosen.size() < this.request.steps() && takeNext(selected, null, chosen)) {
				requireNotNeeded(chosen);
			}
			return chosen;
		}
		Set<AppliedVersion> wanted = wanted();
		while (takeNext(selected, wanted, chosen)) {
			requireNotNeeded(chosen);
		}
		return chosen;
	}

	private Set<AppliedVersion> wanted() {
		Set<AppliedVersion> wanted = new HashSet<>();
		this.request.targets().forEach((name, target) -> wanted.addAll(above(name, target)));
		Set<String> free = new HashSet<>(this.request.domains());
		free.removeAll(this.request.targets().keySet());
		boolean more = true;
		while (more) {
			Set<AppliedVersion> obstacles = new HashSet<>();
			for (AppliedVersion version : wanted) {
				for (AppliedVersion obstacle : builtUpon(version)) {
					if (free.contains(obstacle.domain().name())) {
						List<AppliedVersion> stack = of(obstacle.domain().name());
						obstacles.addAll(stack.subList(stack.indexOf(obstacle), stack.size()));
					}
				}
			}
			more = wanted.addAll(obstacles);
		}
		return wanted;
	}

	private List<AppliedVersion> above(String name, String target) {
		List<AppliedVersion> versions = of(name);
		MigrationVersion version = parse(name, target);
		boolean everything = version.equals(MigrationVersion.fromVersion("0"));
		if (!everything && versions.stream().noneMatch((applied) -> applied.version().equals(version))) {
			throw new UndoException(
					"The domain '%s' can not go back to version %s: it does not have it.%n%nNothing was changed."
						.formatted(name, target),
					versions.isEmpty() ? "No version of it is applied: there is nothing to undo."
							: "Its versions are %s; 0 is before all of them.".formatted(
									String.join(", ", versions.stream().map((v) -> v.version().toString()).toList())));
		}
		return versions.stream().filter((applied) -> applied.version().compareTo(version) > 0).toList();
	}

	private static MigrationVersion parse(String name, String target) {
		if (!target.matches("[0-9]+([._][0-9]+)*")) {
			throw new UndoException(
					"'%s' is no version to go back to in the domain '%s'.%n%nNothing was changed.".formatted(target,
							name),
					"Name a version such as 3 or 2024.1: it is the newest that remains. 0 is before all versions.");
		}
		return MigrationVersion.fromVersion(target);
	}

	/**
	 * Take the newest that nothing else in these domains builds upon. A domain on which
	 * none of the others depends always has one.
	 */
	private boolean takeNext(Collection<String> names, @Nullable Set<AppliedVersion> wanted,
			List<AppliedVersion> chosen) {
		List<AppliedVersion> candidates = new ArrayList<>();
		for (String name : names) {
			List<AppliedVersion> versions = of(name);
			if (!versions.isEmpty()) {
				AppliedVersion newest = versions.get(versions.size() - 1);
				if (wanted == null || wanted.contains(newest)) {
					candidates.add(newest);
				}
			}
		}
		List<AppliedVersion> free = candidates.stream()
			.filter((candidate) -> builtUpon(candidate).stream()
				.noneMatch((obstacle) -> candidates.stream().anyMatch((other) -> other.domain() == obstacle.domain())))
			.toList();
		List<String> order = List.copyOf(this.domains.names());
		AppliedVersion next = free.stream()
			.max(Comparator.comparing(AppliedVersion::installedOn)
				.thenComparing((candidate) -> order.indexOf(candidate.domain().name())))
			.orElse(null);
		if (next == null) {
			return false;
		}
		of(next.domain().name()).remove(next);
		chosen.add(next);
		return true;
	}

	/**
	 * What dependent domains have applied since, and have not undone. Without a clock
	 * that tells more, what has the same time comes after what it depends on.
	 */
	private List<AppliedVersion> builtUpon(AppliedVersion version) {
		Instant since = version.installedOn();
		return dependentsOf(version.domain().name(), this.domains).stream()
			.flatMap((name) -> of(name).stream())
			.filter((other) -> !other.installedOn().isBefore(since))
			.toList();
	}

	private void requireNotNeeded(List<AppliedVersion> chosen) {
		AppliedVersion version = chosen.get(chosen.size() - 1);
		List<AppliedVersion> obstacles = builtUpon(version);
		if (obstacles.isEmpty()) {
			return;
		}
		Map<String, AppliedVersion> lowest = new LinkedHashMap<>();
		for (Domain domain : this.domains) {
			of(domain.name()).stream()
				.filter(obstacles::contains)
				.findFirst()
				.ifPresent((obstacle) -> lowest.put(domain.name(), obstacle));
		}
		String names = String.join(", ", obstacles.stream().map(AppliedVersion::toString).sorted().toList());
		throw new UndoException("%s can not be undone: %s %s applied after it, in %s on '%s'.%n%nNothing was changed."
			.formatted(version, names, (obstacles.size() == 1) ? "was" : "were",
					(lowest.size() == 1) ? "a domain that depends" : "domains that depend", version.domain().name()),
				"Undo that first, with 'java -jar <application>.jar db undo %s', or let the same command do it: add %s to its domains."
					.formatted(String.join(" ", lowest.values().stream().map(this::before).toList()),
							String.join(" ", lowest.keySet())));
	}

	/**
	 * The option that undoes a version and all above it.
	 */
	private String before(AppliedVersion version) {
		List<AppliedVersion> versions = of(version.domain().name());
		int index = versions.indexOf(version);
		return "--to %s@%s".formatted(version.domain().name(),
				(index > 0) ? versions.get(index - 1).version().toString() : "0");
	}

	private List<AppliedVersion> of(String name) {
		return this.applied.getOrDefault(name, List.of());
	}

}
