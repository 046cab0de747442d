package io.bailiwick.database.boundary;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domain;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.Assert;

/**
 * Thrown when a domain is to live in another database and objects in the one it comes
 * from refer across the boundary; nothing has been changed in either.
 */
public class BoundaryCrossedException extends FailureAnalyzedException {

	private final List<Crossing> crossings;

	/**
	 * Create an exception that lists what crosses and how to mend it.
	 * @param domain the domain, naming the database to which it is to move
	 * @param from the database from which it comes
	 * @param crossings what crosses, at least one
	 */
	public BoundaryCrossedException(Domain domain, DatabaseLocation from, List<Crossing> crossings) {
		super(description(domain, from, crossings), action(domain, from, crossings));
		this.crossings = List.copyOf(crossings);
	}

	/**
	 * Return what crosses.
	 * @return the crossings
	 */
	public List<Crossing> getCrossings() {
		return this.crossings;
	}

	private static String description(Domain domain, DatabaseLocation from, List<Crossing> crossings) {
		Assert.notEmpty(crossings, "'crossings' must not be empty");
		return "The domain '%s' can not move to the database '%s': %s between its schema '%s' and schemas that stay in %s.%n%n%s%n%nNothing was changed."
			.formatted(domain.name(), domain.database(),
					(crossings.size() == 1) ? "one object refers" : crossings.size() + " objects refer",
					domain.schema(), from.describe(),
					crossings.stream().map((crossing) -> "    " + crossing.describe()).collect(lines()));
	}

	private static String action(Domain domain, DatabaseLocation from, List<Crossing> crossings) {
		Set<CrossingKind> kinds = EnumSet.noneOf(CrossingKind.class);
		crossings.forEach((crossing) -> kinds.add(crossing.kind()));
		return "While the domain still lives in '%2$s' ('bailiwick.domains.%1$s.database=%2$s'), remove these by migrations of the domains that own them:%n%n%3$s%n%nThen move it."
			.formatted(domain.name(), from.name(),
					kinds.stream().map((kind) -> "    %s: %s".formatted(kind.label(), kind.remedy())).collect(lines()));
	}

	private static Collector<CharSequence, ?, String> lines() {
		return Collectors.joining(System.lineSeparator());
	}

}
