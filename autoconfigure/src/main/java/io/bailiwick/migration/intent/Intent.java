package io.bailiwick.migration.intent;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A file that runs without a transaction, and how far it has come.
 *
 * @param history the table that is to record the file
 * @param script the file, as the history names it
 * @param checksum its checksum, or {@code null} if it has none
 * @param statement the number of the statement, counted from 1; those before it are done
 * @param sql the statement
 * @param kind what kind of statement it is
 * @param state what is known about it
 * @param error what the server said when it refused the statement, or {@code null}
 * @param digest a digest of the statements up to this one
 * @param digestBefore a digest of the statements before this one
 * @param pid the server process that ran it
 * @param since since when
 * @param recorded whether the history has the file by now
 */
record Intent(String history, String script, @Nullable Integer checksum, int statement, String sql, StatementKind kind,
		State state, @Nullable String error, String digest, String digestBefore, int pid, String since,
		boolean recorded) {

	static Intent read(ResultSet row) throws SQLException {
		int checksum = row.getInt("checksum");
		boolean none = row.wasNull();
		return new Intent(row.getString("history"), row.getString("script"), none ? null : checksum,
				row.getInt("statement"), row.getString("sql"), StatementKind.valueOf(row.getString("kind")),
				State.of(row.getString("state")), row.getString("error"), row.getString("digest"),
				row.getString("digest_before"), row.getInt("pid"), row.getString("since_text"),
				row.getBoolean("recorded"));
	}

	/**
	 * How many statements of the file must not be run again.
	 */
	int done() {
		return (this.state == State.DONE) ? this.statement : this.statement - 1;
	}

	/**
	 * A digest of the statements that must not be run again.
	 */
	String doneDigest() {
		return (this.state == State.DONE) ? this.digest : this.digestBefore;
	}

	/**
	 * What is known about a statement.
	 */
	enum State {

		/**
		 * It is being run, or its process has ended.
		 */
		RUNNING("running"),

		/**
		 * It is done.
		 */
		DONE("done"),

		/**
		 * It is not done, and nothing of it is left.
		 */
		NOT_DONE("not done"),

		/**
		 * The server has refused it; something may be left of it.
		 */
		FAILED("failed");

		private final String text;

		State(String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

		static State of(String text) {
			for (State state : values()) {
				if (state.text.equals(text.strip())) {
					return state;
				}
			}
			throw new IllegalStateException("There is no state '%s' of a statement".formatted(text));
		}

	}

}
