package io.bailiwick.transaction.jooq;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;

import org.springframework.util.Assert;

/**
 * Leads names to the schemas of domains: the name of a domain to its schema, and a table
 * without a schema to that of the domain whose connection it is.
 *
 * @param own the schema of the domain
 * @param others the schemas of domains by their names
 */
public record SchemaMapping(String own, Map<String, String> others) {

	private static final String UNQUALIFIED = "";

	/**
	 * Create a mapping.
	 * @throws IllegalArgumentException if there is no schema
	 */
	public SchemaMapping {
		Assert.hasText(own, "'own' must not be empty");
		others = Map.copyOf(others);
	}

	/**
	 * Add the mapping to settings. What they map already they go on to map.
	 * @param settings the settings of the application, which are not changed
	 * @return settings for the domain
	 */
	public Settings applyTo(Settings settings) {
		Map<String, String> schemas = new LinkedHashMap<>();
		this.others.forEach((name, schema) -> {
			if (!name.equals(schema)) {
				schemas.put(name, schema);
			}
		});
		Settings mapped = with(settings, schemas);
		schemas.put(UNQUALIFIED, this.own);
		Settings all = with(settings, schemas);
		return tellsTablesFromAliases(all) ? all : mapped;
	}

	private static Settings with(Settings settings, Map<String, String> schemas) {
		Settings copy = SettingsTools.clone(settings);
		RenderMapping mapping = copy.getRenderMapping();
		if (mapping == null) {
			mapping = new RenderMapping();
			copy.setRenderMapping(mapping);
		}
		for (MappedSchema own : mapping.getSchemata()) {
			schemas.remove(own.getInput());
		}
		for (Map.Entry<String, String> schema : schemas.entrySet()) {
			mapping.getSchemata().add(new MappedSchema().withInput(schema.getKey()).withOutput(schema.getValue()));
		}
		return copy;
	}

	/**
	 * To jOOQ 3.19 every qualifier is a table: it would put the schema before an alias,
	 * which no server understands. There names without a schema stay as they are.
	 */
	private boolean tellsTablesFromAliases(Settings settings) {
		String sql = DSL.using(SQLDialect.POSTGRES, settings)
			.select(DSL.field(DSL.name("alias", "column")))
			.from(DSL.table(DSL.name(this.own, "table")).as("alias"))
			.getSQL();
		return !sql.contains("\"%s\".\"alias\"".formatted(this.own));
	}

}
