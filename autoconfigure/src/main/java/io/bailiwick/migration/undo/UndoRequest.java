package io.bailiwick.migration.undo;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is to be undone: either a number of migrations, the newest of some domains
 * together, or all that is newer than a version.
 *
 * @param domains the names of the domains in which to undo; empty for all of them, or,
 * with targets, for the domains of the targets. With targets, a domain that has none is
 * one in which may be undone whatever stands in the way
 * @param targets versions to go back to, by the names of domains: these remain; {@code 0}
 * for nothing to remain
 * @param steps how many migrations to undo; 0 with targets
 * @param forced whether to do it although a production profile is active, and although
 * data goes that was not announced
 * @param agreed what has been previewed and agreed to, or {@code null} to do without
 */
public record UndoRequest(Set<String> domains, Map<String, String> targets, int steps, boolean forced,
		@Nullable UndoPlan agreed) {

	/**
	 * Create a request.
	 */
	public UndoRequest {
		Assert.notNull(domains, "'domains' must not be null");
		Assert.notNull(targets, "'targets' must not be null");
		Assert.isTrue(targets.isEmpty() ? steps > 0 : steps == 0, "Either undo some steps or go back to versions");
		domains = new LinkedHashSet<>(domains);
		targets = new LinkedHashMap<>(targets);
	}

	/**
	 * Undo the migration that is the newest of some domains.
	 * @param domains their names; none for all domains
	 * @return the request
	 */
	public static UndoRequest newest(String... domains) {
		return newest(1, domains);
	}

	/**
	 * Undo migrations that are the newest of some domains, all of these taken together.
	 * @param steps how many
	 * @param domains their names; none for all domains
	 * @return the request
	 */
	public static UndoRequest newest(int steps, String... domains) {
		return new UndoRequest(new LinkedHashSet<>(List.of(domains)), Map.of(), steps, false, null);
	}

	/**
	 * Go back to a version of a domain.
	 * @param domain the name of the domain
	 * @param version the version that remains as the newest; {@code 0} for none
	 * @return the request
	 */
	public static UndoRequest backTo(String domain, String version) {
		return new UndoRequest(Set.of(), Map.of(domain, version), 0, false, null);
	}

	/**
	 * Go back to a version of one more domain.
	 * @param domain the name of the domain
	 * @param version the version that remains as the newest; {@code 0} for none
	 * @return the request with that version
	 */
	public UndoRequest to(String domain, String version) {
		Map<String, String> more = new LinkedHashMap<>(this.targets);
		more.put(domain, version);
		return new UndoRequest(this.domains, more, 0, this.forced, this.agreed);
	}

	/**
	 * Undo whatever stands in the way in other domains.
	 * @param domains their names
	 * @return the request with these domains
	 */
	public UndoRequest and(String... domains) {
		Set<String> more = new LinkedHashSet<>(this.domains);
		more.addAll(List.of(domains));
		return new UndoRequest(more, this.targets, this.steps, this.forced, this.agreed);
	}

	/**
	 * Do it under a production profile as well, and whatever data goes.
	 * @return the request with force
	 */
	public UndoRequest force() {
		return new UndoRequest(this.domains, this.targets, this.steps, true, this.agreed);
	}

	/**
	 * Do what has been previewed, or nothing if that is no longer what would be done.
	 * @param plan the preview
	 * @return the request with the preview
	 */
	public UndoRequest agreeing(UndoPlan plan) {
		Assert.notNull(plan, "'plan' must not be null");
		return new UndoRequest(this.domains, this.targets, this.steps, this.forced, plan);
	}

	/**
	 * Return the names of all domains that the request speaks of.
	 * @return the names; empty for all domains
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>(this.domains);
		names.addAll(this.targets.keySet());
		return names;
	}

}
