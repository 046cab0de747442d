package io.bailiwick.migration.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.util.Assert;

/**
 * How what a database has differs from what its files describe.
 *
 * @param onlyInDatabase what the database alone has, sorted
 * @param onlyFromFiles what the files alone describe, sorted; what both have and define
 * differently is in either list
 */
public record CatalogDifference(List<CatalogEntry> onlyInDatabase, List<CatalogEntry> onlyFromFiles) {

	/**
	 * Create a difference.
	 */
	public CatalogDifference {
		onlyInDatabase = List.copyOf(onlyInDatabase);
		onlyFromFiles = List.copyOf(onlyFromFiles);
	}

	/**
	 * Compare two snapshots.
	 * @param database what a database has
	 * @param files what its files describe, or the database at another time
	 * @return what only one of the two has
	 */
	public static CatalogDifference between(CatalogSnapshot database, CatalogSnapshot files) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(files, "'files' must not be null");
		return new CatalogDifference(without(database, files), without(files, database));
	}

	private static List<CatalogEntry> without(CatalogSnapshot one, CatalogSnapshot other) {
		Set<CatalogEntry> others = Set.copyOf(other.entries());
		return one.entries().stream().filter((entry) -> !others.contains(entry)).toList();
	}

	/**
	 * Whether there is no difference.
	 * @return whether both are the same
	 */
	public boolean isEmpty() {
		return this.onlyInDatabase.isEmpty() && this.onlyFromFiles.isEmpty();
	}

	/**
	 * Say what differs, in lines to be read. What belongs to a table that only one of the
	 * two has is counted, not listed.
	 * @return lines that begin with {@code -} for what is only in the database and with
	 * {@code +} for what is only described by the files; two lines together if both have
	 * a thing and define it differently
	 */
	public List<String> lines() {
		Set<CatalogEntry> all = new TreeSet<>(this.onlyInDatabase);
		all.addAll(this.onlyFromFiles);
		List<String> lines = new ArrayList<>();
		String previous = "";
		for (CatalogEntry entry : all) {
			if (!entry.label().equals(previous)) {
				previous = entry.label();
				List<CatalogEntry> database = withLabel(this.onlyInDatabase, entry);
				List<CatalogEntry> files = withLabel(this.onlyFromFiles, entry);
				if (database.size() == 1 && files.size() == 1) {
					ReadableDefinitions both = ReadableDefinitions.of(database.get(0), files.get(0));
					lines.add("- %s: %s".formatted(entry.label(), both.one()));
					lines.add("+ %s: %s".formatted(entry.label(), both.other()));
				}
				else {
					database.forEach((single) -> add(lines, "- ", single, this.onlyInDatabase));
					files.forEach((single) -> add(lines, "+ ", single, this.onlyFromFiles));
				}
			}
		}
		return lines;
	}

	private static List<CatalogEntry> withLabel(List<CatalogEntry> entries, CatalogEntry wanted) {
		return entries.stream().filter((entry) -> entry.label().equals(wanted.label())).toList();
	}

	private static void add(List<String> lines, String sign, CatalogEntry entry, List<CatalogEntry> side) {
		if (side.stream().anyMatch((whole) -> isPartOf(entry, whole))) {
			return;
		}
		String parts = side.stream()
			.filter((part) -> isPartOf(part, entry))
			.collect(Collectors.groupingBy(CatalogEntry::kind, Collectors.counting()))
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((count) -> count.getKey() + ((count.getValue() > 1) ? " (" + count.getValue() + ")" : ""))
			.collect(Collectors.joining(", "));
		String definition = ReadableDefinitions.of(entry);
		lines.add(sign + entry.label() + (definition.isEmpty() ? "" : ": " + definition)
				+ (parts.isEmpty() ? "" : " with " + parts));
	}

	private static boolean isPartOf(CatalogEntry part, CatalogEntry whole) {
		return whole.parent() == null && whole.name().equals(part.parent()) && whole.schema().equals(part.schema())
				&& !part.equals(whole);
	}

	@Override
	public String toString() {
		return String.join(System.lineSeparator(), lines());
	}

}
