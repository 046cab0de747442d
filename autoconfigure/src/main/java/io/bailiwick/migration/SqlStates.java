package io.bailiwick.migration;

/**
 * The SQLSTATE codes that messages about migrations tell apart (PostgreSQL documentation,
 * appendix A, "PostgreSQL Error Codes").
 */
final class SqlStates {

	static final String INSUFFICIENT_PRIVILEGE = "42501";

	static final String READ_ONLY = "25006";

	private SqlStates() {
	}

}
