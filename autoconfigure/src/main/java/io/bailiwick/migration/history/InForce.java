package io.bailiwick.migration.history;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The versions that a history says are in force.
 *
 * @param versions their rows, in the order in which they were applied; also those that
 * have failed, and baselines
 * @param doubt why they are not certain, as the end of a sentence, or {@code null} if
 * they are
 */
public record InForce(List<HistoryRow> versions, @Nullable String doubt) {

	/**
	 * Create a list of versions.
	 */
	public InForce {
		versions = List.copyOf(versions);
	}

}
