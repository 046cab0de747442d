package io.bailiwick.migration;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * The failures of one run: of one domain, or of several that were migrated at the same
 * time.
 */
final class MigrationFailures {

	private final List<RuntimeException> failures;

	MigrationFailures(List<RuntimeException> failures) {
		this.failures = failures;
	}

	/**
	 * Tell all of them in one message, and how far the run came.
	 */
	RuntimeException in(MigrationProgress progress) {
		List<FailureAnalysis> analyses = this.failures.stream()
			.filter(FailureAnalyzedException.class::isInstance)
			.map((failure) -> ((FailureAnalyzedException) failure).analysis())
			.toList();
		RuntimeException first = this.failures.get(0);
		this.failures.stream().skip(1).forEach(first::addSuppressed);
		if (analyses.isEmpty()) {
			return first;
		}
		if (analyses.size() == 1) {
			return new DomainMigrationException(
					"%s %s".formatted(analyses.get(0).getDescription(), progress.describe()),
					analyses.get(0).getAction(), first);
		}
		return new DomainMigrationException(
				"%d domains failed at the same time, each on its own.%n%n%s%n%n%s".formatted(analyses.size(),
						numbered(analyses, FailureAnalysis::getDescription), progress.describe()),
				numbered(analyses, FailureAnalysis::getAction), first);
	}

	private static String numbered(List<FailureAnalysis> analyses, Function<FailureAnalysis, String> part) {
		return IntStream.range(0, analyses.size())
			.mapToObj((index) -> "(%d) %s".formatted(index + 1, part.apply(analyses.get(index))))
			.collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
	}

}
