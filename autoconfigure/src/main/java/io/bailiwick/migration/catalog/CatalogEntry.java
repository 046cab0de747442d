package io.bailiwick.migration.catalog;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a schema consists of. Names are quoted where SQL needs it.
 *
 * @param schema the name under which the schema appears
 * @param kind what it is, for instance {@code table} or {@code column}
 * @param parent the table (view, sequence …) to which it belongs, or {@code null} if it
 * stands for itself
 * @param name its name within the schema, such as {@code accounts} or {@code accounts.id}
 * @param definition how PostgreSQL defines it, where names of the same schema are not
 * qualified; may be empty and may have several lines
 */
public record CatalogEntry(String schema, String kind, @Nullable String parent, String name,
		String definition) implements Comparable<CatalogEntry> {

	private static final Comparator<CatalogEntry> ORDER = Comparator.comparing(CatalogEntry::schema)
		.thenComparing((entry) -> (entry.parent != null) ? entry.parent : entry.name)
		.thenComparing((entry) -> entry.parent != null)
		.thenComparing(CatalogEntry::kind)
		.thenComparing(CatalogEntry::name)
		.thenComparing(CatalogEntry::definition);

	@Override
	public int compareTo(CatalogEntry other) {
		return ORDER.compare(this, other);
	}

	/**
	 * Say what it is and where, without its definition.
	 * @return for instance {@code column users.accounts.id}
	 */
	public String label() {
		return this.name.isEmpty() ? "%s %s".formatted(this.kind, this.schema)
				: "%s %s.%s".formatted(this.kind, this.schema, this.name);
	}

	@Override
	public String toString() {
		return this.definition.isEmpty() ? label() : "%s: %s".formatted(label(), this.definition);
	}

}
