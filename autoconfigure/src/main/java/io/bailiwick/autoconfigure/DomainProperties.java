package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.migration.MigrationMode;
import io.bailiwick.migration.script.MigrationStyle;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Settings of one domain, an entry of {@code bailiwick.domains}.
 */
public class DomainProperties {

	static final Set<String> NAMES = Set.of("enabled", "depends-on", "consistency", "schema", "database", "locations",
			"style", "migration-mode", "pool");

	/**
	 * Whether the domain takes part at all.
	 */
	private boolean enabled = true;

	/**
	 * Comma-separated list of the domains that must be there before this one.
	 */
	private List<String> dependsOn = new ArrayList<>();

	/**
	 * What holds between this domain and those it depends on where no transaction can
	 * span them, because they have no connection in common.
	 */
	private @Nullable Consistency consistency;

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
	 * How the files of the migrations are named; detected by default.
	 */
	private @Nullable MigrationStyle style;

	/**
	 * What a start does about the domain's migrations; bailiwick.migration.mode by
	 * default.
	 */
	private @Nullable MigrationMode migrationMode;

	/**
	 * Settings of HikariCP for the domain's own pool, where its database has one pool for
	 * each domain.
	 */
	private Map<String, String> pool = new LinkedHashMap<>();

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
		binder.bind(prefix + "consistency", Consistency.class).ifBound(properties::setConsistency);
		binder.bind(prefix + "database", String.class).ifBound(properties::setDatabase);
		binder.bind(prefix + "schema", String.class).ifBound(properties::setSchema);
		binder.bind(prefix + "locations", Bindable.listOf(String.class)).ifBound(properties::setLocations);
		binder.bind(prefix + "style", MigrationStyle.class).ifBound(properties::setStyle);
		binder.bind(prefix + "migration-mode", MigrationMode.class).ifBound(properties::setMigrationMode);
		binder.bind(prefix + "pool", Bindable.mapOf(String.class, String.class)).ifBound(properties::setPool);
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

	public @Nullable Consistency getConsistency() {
		return this.consistency;
	}

	public void setConsistency(@Nullable Consistency consistency) {
		this.consistency = consistency;
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

	public @Nullable MigrationStyle getStyle() {
		return this.style;
	}

	public void setStyle(@Nullable MigrationStyle style) {
		this.style = style;
	}

	public @Nullable MigrationMode getMigrationMode() {
		return this.migrationMode;
	}

	public void setMigrationMode(@Nullable MigrationMode migrationMode) {
		this.migrationMode = migrationMode;
	}

	public Map<String, String> getPool() {
		return this.pool;
	}

	public void setPool(Map<String, String> pool) {
		this.pool = pool;
	}

	/**
	 * What holds between domains that no transaction can span.
	 */
	public enum Consistency {

		/**
		 * They become consistent in time: by events, by jobs, by people.
		 */
		EVENTUAL

	}

}
