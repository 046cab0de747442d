package io.bailiwick.migration.adopt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What came of running files somewhere else and comparing.
 *
 * @param outcome what came of it
 * @param where where the files were run, or why they were not
 * @param differences in what the database differs from what the files describe: lines
 * with {@code -} for what is only in the database and with {@code +} for what only the
 * files describe
 */
public record SchemaProof(Outcome outcome, @Nullable String where, List<String> differences) {

	/**
	 * Create a proof.
	 */
	public SchemaProof {
		differences = List.copyOf(differences);
	}

	/**
	 * What came of a proof.
	 */
	public enum Outcome {

		/**
		 * The database has exactly what the files describe.
		 */
		SAME,

		/**
		 * The database and the files differ.
		 */
		DIFFERENT,

		/**
		 * No file counts as applied, so that there is nothing to compare.
		 */
		NOTHING_TO_COMPARE,

		/**
		 * The files could not be run.
		 */
		IMPOSSIBLE,

		/**
		 * Nobody has asked for a proof.
		 */
		NOT_ASKED

	}

}
