package io.bailiwick.migration.history;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Whether a history has at least what the files of its domain say, which is less strict
 * than a {@link Comparison}: it may have more, as when a newer application has migrated,
 * and what was applied is known by its version alone. A repeatable migration is covered
 * once it has run with this content, even if other content has run since.
 *
 * @param doubt why this can not be told from the history and the files, or {@code null}
 * if it can
 * @param currentVersion the highest version that is in force, or {@code null} if none is
 * @param neededVersion the highest version that the files have, or {@code null} if they
 * have none
 * @param missing what is not there yet, for instance {@code version 3}
 * @param failed those of the missing migrations that were begun and failed
 */
public record Coverage(@Nullable String doubt, @Nullable String currentVersion, @Nullable String neededVersion,
		List<String> missing, List<String> failed) {

	/**
	 * Create a result.
	 */
	public Coverage {
		Assert.isTrue(missing.containsAll(failed), "What has failed must be missing");
		missing = List.copyOf(missing);
		failed = List.copyOf(failed);
	}

	static Coverage unknown(String doubt) {
		return new Coverage(doubt, null, null, List.of(), List.of());
	}

	/**
	 * Whether nothing is missing for certain.
	 * @return whether the history has all that is needed
	 */
	public boolean complete() {
		return this.doubt == null && this.missing.isEmpty();
	}

}
