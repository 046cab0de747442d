package io.bailiwick.domain;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * A bounded context that owns its data: a schema, the folders of its migrations and the
 * domains that must be there before it.
 *
 * @param name the name, lower case and unique in the application
 * @param schema the PostgreSQL schema that the domain owns
 * @param database the name of the database in which the domain lives
 * @param dependsOn the names of the domains that this one needs, in no particular order
 * @param locations the folders that hold the domain's migrations, as Spring resource
 * locations
 */
public record Domain(String name, String schema, String database, Set<String> dependsOn, List<String> locations) {

	/**
	 * Name of the database that Spring Boot's own {@code spring.datasource.*} describes.
	 */
	public static final String MAIN_DATABASE = "main";

	/**
	 * Create a domain, checking that its name and schema are ones PostgreSQL takes.
	 * @throws DomainConfigurationException if the name or the schema is not usable
	 */
	public Domain {
		Assert.notNull(name, "'name' must not be null");
		Assert.notNull(schema, "'schema' must not be null");
		Assert.notNull(database, "'database' must not be null");
		DomainName.check(name);
		DomainName.checkSchema(name, schema);
		dependsOn = Collections.unmodifiableSet(new LinkedHashSet<>(dependsOn));
		locations = List.copyOf(locations);
	}

	/**
	 * Create a domain in the main database whose schema has its name.
	 * @param name the name of the domain
	 * @param dependsOn the names of the domains that it needs
	 * @return the domain
	 */
	public static Domain of(String name, String... dependsOn) {
		return new Domain(name, name, MAIN_DATABASE, new LinkedHashSet<>(List.of(dependsOn)), Collections.emptyList());
	}

}
