package io.bailiwick.database.boundary;

import java.util.Locale;

/**
 * The kinds of objects that can refer from one schema to another, each with what usually
 * takes its place when a database boundary comes between the two.
 */
public enum CrossingKind {

	/**
	 * A foreign key.
	 */
	FOREIGN_KEY("drop it, keep the column as a plain identifier and let the services check it"),

	/**
	 * A check, exclusion or other constraint that uses a function, operator or type.
	 */
	CONSTRAINT("rewrite it without the other schema"),

	/**
	 * A view.
	 */
	VIEW("drop it and let the application put both halves together"),

	/**
	 * A materialized view.
	 */
	MATERIALIZED_VIEW("make it a table that the application fills"),

	/**
	 * A rewrite rule on a table.
	 */
	RULE("drop it and do its work in the application"),

	/**
	 * A trigger whose function or condition lies in the other schema.
	 */
	TRIGGER("create the function in the trigger's own schema and point the trigger at it"),

	/**
	 * A function or procedure that uses a table, type or function.
	 */
	FUNCTION("rewrite it, or copy what it uses into its own schema"),

	/**
	 * The type or collation of a column.
	 */
	COLUMN("create the type in the column's own schema and alter the column"),

	/**
	 * The default or the generating expression of a column.
	 */
	DEFAULT("create the function or sequence in the column's own schema and alter the default"),

	/**
	 * A type or domain that is built on another one.
	 */
	TYPE("create the type it is built on in its own schema"),

	/**
	 * An index that uses a function, operator class or collation.
	 */
	INDEX("create what it uses in its own schema and the index again"),

	/**
	 * Extended statistics on a table.
	 */
	STATISTICS("create the statistics in the table's own schema"),

	/**
	 * A table that uses something as a whole, for instance in its partition key.
	 */
	TABLE("create what it uses in its own schema"),

	/**
	 * A table that inherits from another one.
	 */
	INHERITANCE("ALTER TABLE … NO INHERIT …"),

	/**
	 * A partition of a table.
	 */
	PARTITION("ALTER TABLE … DETACH PARTITION …"),

	/**
	 * A row security policy.
	 */
	POLICY("rewrite its condition without the other schema"),

	/**
	 * Something rarer, for instance an operator, or a dictionary for text search.
	 */
	OBJECT("create what it uses in its own schema");

	private final String remedy;

	CrossingKind(String remedy) {
		this.remedy = remedy;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/**
	 * Return what to do about such an object before the domain moves.
	 * @return a clause without a full stop
	 */
	public String remedy() {
		return this.remedy;
	}

}
