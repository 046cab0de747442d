package io.bailiwick.migration.script;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * All files of all domains, found once for everything that needs them.
 *
 * @param migrations the migrations of each domain, by its name
 * @param seeds the seed data of those domains that have some to be loaded, by name
 */
public record ScriptCatalog(Map<String, DomainScripts> migrations, Map<String, DomainScripts> seeds) {

	/**
	 * Create a catalog.
	 */
	public ScriptCatalog {
		migrations = Map.copyOf(migrations);
		seeds = Map.copyOf(seeds);
	}

	/**
	 * Return the migrations of a domain.
	 * @param domain the name of a domain
	 * @return its migrations
	 */
	public DomainScripts migrationsOf(String domain) {
		DomainScripts scripts = this.migrations.get(domain);
		Assert.state(scripts != null, () -> "No migrations have been read for the domain '%s'".formatted(domain));
		return scripts;
	}

	/**
	 * Return the seed data of a domain.
	 * @param domain the name of a domain
	 * @return its seed data, or {@code null} if there is none to be loaded
	 */
	public @Nullable DomainScripts seedsOf(String domain) {
		return this.seeds.get(domain);
	}

}
