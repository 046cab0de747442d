package io.bailiwick.transaction.guard;

import java.util.List;

/**
 * Whose pool it is, for messages and for the list of what is allowed.
 *
 * @param database the name of the database
 * @param domains the domains that use the pool
 * @param own whether it is the pool of one domain only, beside those of others
 */
record Residence(String database, List<String> domains, boolean own) {

	String describe() {
		if (this.own) {
			return "the domain '%s' (a pool of its own on the database '%s')".formatted(this.domains.get(0),
					this.database);
		}
		return "the database '%s'%s".formatted(this.database,
				this.domains.isEmpty() ? "" : " (" + String.join(", ", this.domains) + ")");
	}

	boolean isCalled(String name) {
		return this.database.equals(name) || this.domains.contains(name);
	}

	/**
	 * The domain, if it can be told, or else the database.
	 */
	String shortName() {
		return (this.domains.size() == 1) ? this.domains.get(0) : this.database;
	}

}
