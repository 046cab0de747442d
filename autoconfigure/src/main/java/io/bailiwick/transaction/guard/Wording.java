package io.bailiwick.transaction.guard;

import org.jspecify.annotations.Nullable;

/**
 * How messages call transactions.
 */
final class Wording {

	/**
	 * What the names of the transactions of {@code Transactions} begin with.
	 */
	private static final String UNIT = "bailiwick:";

	private final Residences residences;

	Wording(Residences residences) {
		this.residences = residences;
	}

	/**
	 * The transaction of a name, and where it works.
	 */
	String transaction(@Nullable String name, Object pool) {
		String where = this.residences.of(pool).describe();
		if (name == null || name.isEmpty()) {
			return "a transaction on " + where;
		}
		return name.startsWith(UNIT)
				? "a unit of work of the domain '%s' on %s".formatted(name.substring(UNIT.length()), where)
				: "the transaction '%s' on %s".formatted(name, where);
	}

	/**
	 * The domain of a transaction, or the database where no single domain can be told.
	 */
	String domain(@Nullable String name, GuardedManager manager) {
		if (name != null && name.startsWith(UNIT)) {
			return name.substring(UNIT.length());
		}
		return (manager.domain() != null) ? manager.domain() : this.residences.of(manager.pool()).shortName();
	}

}
