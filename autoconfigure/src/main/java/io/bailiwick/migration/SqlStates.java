package io.bailiwick.migration;

/**
 * The SQLSTATE codes that messages about migrations tell apart (PostgreSQL documentation,
 * appendix A, "PostgreSQL Error Codes").
 */
final class SqlStates {

	static final String INSUFFICIENT_PRIVILEGE = "42501";

	static final String LOCK_NOT_AVAILABLE = "55P03";

	private SqlStates() {
	}

}
