package io.bailiwick.migration.review;

import java.util.List;

/**
 * In what the files of the domains and their histories differ.
 *
 * @param domains the names of the domains that were looked at
 * @param findings what was found; empty if the database is exactly what the files
 * describe
 */
public record ValidationReport(List<String> domains, List<Finding> findings) {

	/**
	 * Create a report.
	 */
	public ValidationReport {
		domains = List.copyOf(domains);
		findings = List.copyOf(findings);
	}

	/**
	 * Return the verdict.
	 * @return the verdict
	 */
	public Verdict verdict() {
		if (this.findings.stream().anyMatch((finding) -> finding.kind().isFault())) {
			return Verdict.INVALID;
		}
		return this.findings.isEmpty() ? Verdict.UP_TO_DATE : Verdict.BEHIND;
	}

	/**
	 * What the findings come to.
	 */
	public enum Verdict {

		/**
		 * There is nothing to do.
		 */
		UP_TO_DATE,

		/**
		 * Migrations wait, and nothing is in their way.
		 */
		BEHIND,

		/**
		 * Something is wrong, and migrating would refuse to begin.
		 */
		INVALID

	}

}
