package io.bailiwick.migration.script.statement;

import org.jspecify.annotations.Nullable;

/**
 * Watches the statements of one script that runs in a transaction. A {@code BEGIN} at its
 * beginning and a {@code COMMIT} at its end, which other tools want there, are passed
 * over; nothing else may touch the transaction.
 */
public final class TransactionFrame {

	private int statements;

	private boolean begun;

	private boolean committed;

	/**
	 * Look at the next statement of the script.
	 * @param sql the statement
	 * @return what to do with it
	 */
	public Ruling next(String sql) {
		TransactionControl control = TransactionControl.of(sql);
		boolean first = this.statements++ == 0;
		if (this.committed) {
			return new Ruling(false, "a statement follows its COMMIT");
		}
		if (control == null) {
			return new Ruling(true, null);
		}
		if (control == TransactionControl.BEGIN && first) {
			this.begun = true;
			return new Ruling(false, null);
		}
		if (control == TransactionControl.COMMIT && this.begun) {
			this.committed = true;
			return new Ruling(false, null);
		}
		return new Ruling(false, "it contains %s".formatted(sql.strip()));
	}

	/**
	 * What to do with a statement: run it, pass it over, or fail.
	 *
	 * @param run whether to run it
	 * @param objection why the script must fail, as the end of a sentence, or
	 * {@code null} if it need not
	 */
	public record Ruling(boolean run, @Nullable String objection) {

	}

}
