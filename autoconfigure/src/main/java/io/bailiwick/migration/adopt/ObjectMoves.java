package io.bailiwick.migration.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.bailiwick.migration.catalog.CatalogDifference;
import io.bailiwick.migration.catalog.CatalogEntry;
import io.bailiwick.migration.catalog.CatalogSnapshot;

/**
 * Finds out which objects lie where the old tool made them, and not where the files of
 * the domains put them: most tools know one schema only.
 */
final class ObjectMoves {

	/**
	 * What can be moved and stands for itself, in an order in which each finds what it
	 * needs. A table takes its indexes, constraints and owned sequences along.
	 */
	private static final List<String> KINDS = List.of("type", "domain", "collation", "text search dictionary",
			"text search configuration", "table", "foreign table", "sequence", "statistics", "function", "procedure",
			"aggregate", "operator", "operator class", "view", "materialized view");

	private final CatalogDifference difference;

	/**
	 * Create an instance.
	 * @param difference what the domains' schemas lack
	 */
	ObjectMoves(CatalogDifference difference) {
		this.difference = difference;
	}

	/**
	 * Find the statements.
	 * @param elsewhere what is in the schema in which the old tool has worked
	 * @return statements that move what is there into the schemas of the domains; what
	 * several domains could mean is left alone
	 */
	List<String> from(CatalogSnapshot elsewhere) {
		Map<String, List<CatalogEntry>> lacking = this.difference.onlyFromFiles()
			.stream()
			.filter((entry) -> entry.parent() == null)
			.collect(Collectors.groupingBy(ObjectMoves::key));
		Set<String> present = this.difference.onlyInDatabase()
			.stream()
			.map(ObjectMoves::key)
			.collect(Collectors.toSet());
		List<String> moves = new ArrayList<>();
		for (String kind : KINDS) {
			for (CatalogEntry entry : elsewhere.entries()) {
				List<CatalogEntry> wanting = lacking.getOrDefault(key(entry), List.of());
				if (entry.kind().equals(kind) && entry.parent() == null && wanting.size() == 1
						&& !present.contains(key(entry))) {
					moves.add("ALTER %s \"%s\".%s SET SCHEMA \"%s\";".formatted(kind.toUpperCase(Locale.ROOT),
							entry.schema(), entry.name(), wanting.get(0).schema()));
				}
			}
		}
		return moves;
	}

	private static String key(CatalogEntry entry) {
		return entry.kind() + " " + entry.name();
	}

}
