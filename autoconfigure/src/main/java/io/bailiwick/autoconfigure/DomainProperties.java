package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Settings of one domain, an entry of {@code bailiwick.domains}.
 */
public class DomainProperties {

	static final Set<String> NAMES = Set.of("enabled", "depends-on", "depends-on-database", "schema", "database",
			"locations");

	/**
	 * Whether the domain takes part at all.
	 */
	private boolean enabled = true;

	/**
	 * Comma-separated list of the domains that must be there before this one.
	 */
	private List<String> dependsOn = new ArrayList<>();

	/**
	 * What a dependency on a domain in another database means: nothing can be atomic
	 * across the two.
	 */
	private @Nullable AcrossDatabases dependsOnDatabase;

	/**
	 * Database in which the domain lives; the one that has its name, or else main.
	 */
	private @Nullable String database;

	/**
	 * Schema that the domain owns; its name by default.
	 */
	private @Nullable String schema;

	/**
	 * Comma-separated list of folders with the domain's migrations;
	 * classpath:db/migration/[name] by default.
	 */
	private List<String> locations = new ArrayList<>();

	/**
	 * Read the entry of one domain, value by value: {@code users: {}} and {@code users:}
	 * arrive as an empty text, which hides what other property sources say below it from
	 * the binding of the entry as a whole.
	 */
	static DomainProperties bind(Binder binder, String name) {
		String prefix = "bailiwick.domains." + name + ".";
		DomainProperties properties = new DomainProperties();
		binder.bind(prefix + "enabled", Boolean.class).ifBound(properties::setEnabled);
		binder.bind(prefix + "depends-on", Bindable.listOf(String.class)).ifBound(properties::setDependsOn);
		binder.bind(prefix + "depends-on-database", AcrossDatabases.class).ifBound(properties::setDependsOnDatabase);
		binder.bind(prefix + "database", String.class).ifBound(properties::setDatabase);
		binder.bind(prefix + "schema", String.class).ifBound(properties::setSchema);
		binder.bind(prefix + "locations", Bindable.listOf(String.class)).ifBound(properties::setLocations);
		return properties;
	}

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getDependsOn() {
		return this.dependsOn;
	}

	public void setDependsOn(List<String> dependsOn) {
		this.dependsOn = dependsOn;
	}

	public @Nullable AcrossDatabases getDependsOnDatabase() {
		return this.dependsOnDatabase;
	}

	public void setDependsOnDatabase(@Nullable AcrossDatabases dependsOnDatabase) {
		this.dependsOnDatabase = dependsOnDatabase;
	}

	public @Nullable String getDatabase() {
		return this.database;
	}

	public void setDatabase(@Nullable String database) {
		this.database = database;
	}

	public @Nullable String getSchema() {
		return this.schema;
	}

	public void setSchema(@Nullable String schema) {
		this.schema = schema;
	}

	public List<String> getLocations() {
		return this.locations;
	}

	public void setLocations(List<String> locations) {
		this.locations = locations;
	}

	/**
	 * How a domain may depend on one in another database.
	 */
	public enum AcrossDatabases {

		/**
		 * The two become consistent in time; no transaction spans them.
		 */
		EVENTUAL

	}

}
