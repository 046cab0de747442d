package io.bailiwick.migration.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * What of a database a {@link CatalogSnapshot} holds. What belongs to an extension is
 * never part of it.
 *
 * @param schemas the names of the schemas, as they are spelt in the catalog, each with
 * the name under which it appears
 * @param withoutTables the names of tables to leave out of each schema, with all that
 * belongs to them
 * @param details what to look at besides the objects themselves
 */
public record CatalogScope(Map<String, String> schemas, Set<String> withoutTables, Set<Detail> details) {

	/**
	 * Create a scope.
	 */
	public CatalogScope {
		Assert.notEmpty(schemas, "'schemas' must not be empty");
		schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
		withoutTables = Set.copyOf(withoutTables);
		details = Set.copyOf(details);
	}

	/**
	 * Look at schemas, with comments and without any other detail.
	 * @param schemas the names of the schemas
	 * @return the scope
	 */
	public static CatalogScope of(String... schemas) {
		Map<String, String> byName = new LinkedHashMap<>();
		List.of(schemas).forEach((schema) -> byName.put(schema, schema));
		return new CatalogScope(byName, Set.of(), EnumSet.of(Detail.COMMENTS));
	}

	/**
	 * Let a schema appear under another name, so that a copy compares with its original.
	 * @param schema the name of the schema, which is added if it is not in the scope
	 * @param name the name under which it appears
	 * @return the scope with that name
	 */
	public CatalogScope as(String schema, String name) {
		Map<String, String> schemas = new LinkedHashMap<>(this.schemas);
		schemas.put(schema, name);
		return new CatalogScope(schemas, this.withoutTables, this.details);
	}

	/**
	 * Leave tables out, for instance histories of migrations.
	 * @param tables the names of tables, in whichever schema they are
	 * @return the scope without them
	 */
	public CatalogScope without(String... tables) {
		Set<String> withoutTables = new LinkedHashSet<>(this.withoutTables);
		withoutTables.addAll(Arrays.asList(tables));
		return new CatalogScope(this.schemas, withoutTables, this.details);
	}

	/**
	 * Look at exactly these details.
	 * @param details the details
	 * @return the scope with them
	 */
	public CatalogScope with(Detail... details) {
		return new CatalogScope(this.schemas, this.withoutTables, Set.of(details));
	}

	/**
	 * What may or may not matter when schemas are compared.
	 */
	public enum Detail {

		/**
		 * Comments on objects.
		 */
		COMMENTS,

		/**
		 * What others than the owner may do with objects and with those to come.
		 */
		PRIVILEGES,

		/**
		 * Who owns objects.
		 */
		OWNERS,

		/**
		 * Which extensions have been created in the schemas, and their versions.
		 */
		EXTENSIONS,

		/**
		 * In which order a table has its columns.
		 */
		COLUMN_ORDER

	}

}
