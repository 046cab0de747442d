package io.bailiwick.database.boundary;

import org.jspecify.annotations.Nullable;

/**
 * One object that refers across the boundary of a domain that is to move.
 *
 * @param direction which side refers to which
 * @param kind what kind of object refers
 * @param name the name of the object where it is not the name of what it stands on: that
 * of a foreign key, trigger, rule, constraint or policy
 * @param from the object that refers, or what it stands on, qualified with its schema and
 * quoted where need be
 * @param target what kind of object it refers to, for instance {@code table} or
 * {@code type}
 * @param to what it refers to, qualified with its schema and quoted where need be
 * @param certain whether the server itself records the reference; otherwise it is text in
 * the source of a function, which the server does not look into
 */
public record Crossing(Direction direction, CrossingKind kind, @Nullable String name, String from, String target,
		String to, boolean certain) {

	/**
	 * Describe the crossing in one line, for instance {@code foreign key
	 * fk_wallets_users: wallets.wallets → users.users}.
	 * @return the description
	 */
	public String describe() {
		StringBuilder text = new StringBuilder(this.kind.label()).append(' ');
		if (this.name != null) {
			text.append(this.name).append(": ");
		}
		text.append(this.from).append(" → ");
		if (!this.target.equals("table") && !this.target.equals("function")) {
			text.append(this.target).append(' ');
		}
		text.append(this.to);
		return ((this.certain) ? text : text.append(" (possibly: its source text says so)")).toString();
	}

	/**
	 * Which side of the boundary refers to which.
	 */
	public enum Direction {

		/**
		 * The schema that moves uses something that stays.
		 */
		OUTWARD,

		/**
		 * A schema that stays uses something that moves.
		 */
		INWARD

	}

}
