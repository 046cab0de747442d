package io.bailiwick.migration.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.NearestName;

import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Finds the folders of migrations on the class path and says which domain each file
 * belongs to.
 * <p>
 * A domain's files are those of {@code db/migration/<domain>} and, for every active
 * profile, of {@code db/migration-<profile>/<domain>}; its seed data is in
 * {@code db/seed/<domain>}.
 */
public final class ScriptFolders {

	/**
	 * The folder whose sub-folders are the domains.
	 */
	public static final String MIGRATIONS = "db/migration";

	/**
	 * The folder whose sub-folders hold the domains' seed data.
	 */
	public static final String SEEDS = "db/seed";

	private final ResourcePatternResolver resolver;

	private final List<String> profiles;

	/**
	 * Create a finder.
	 * @param resolver how to search the class path
	 * @param profiles the active profiles, each of which may overlay migrations of its
	 * own
	 */
	public ScriptFolders(ResourcePatternResolver resolver, List<String> profiles) {
		this.resolver = resolver;
		this.profiles = List.copyOf(profiles);
	}

	/**
	 * Return the names of all folders that lie directly in {@link #MIGRATIONS}.
	 * @return the names of the domains that need no configuration
	 * @throws ScriptException if a script lies beside the folders, where no domain owns
	 * it
	 */
	public Set<String> domains() {
		Set<String> names = new LinkedHashSet<>();
		for (ScriptFile file : ScriptFolder.of(MIGRATIONS).files(this.resolver)) {
			int slash = file.path().indexOf('/');
			if (slash > 0) {
				names.add(file.path().substring(0, slash));
			}
			else if (ScriptName.looksLikeScript(file.filename())) {
				throw new ScriptException(
						"The file '%s' lies beside the domains' folders, so no domain owns it."
							.formatted(file.displayPath()),
						"Move it into the folder of the domain whose schema it changes, for instance to '%s/users/%s'."
							.formatted(MIGRATIONS, file.filename()));
			}
		}
		return names;
	}

	/**
	 * Read the migrations of every domain.
	 * @param domains the domains
	 * @return the scripts by domain, in the order of the domains
	 * @throws ScriptException if a domain has no migrations or a file is not usable
	 */
	public Map<String, DomainScripts> migrations(Domains domains) {
		Map<String, List<ScriptFile>> overlays = new LinkedHashMap<>();
		for (String profile : this.profiles) {
			byDomain(MIGRATIONS + "-" + profile, domains)
				.forEach((domain, files) -> overlays.computeIfAbsent(domain, (key) -> new ArrayList<>()).addAll(files));
		}
		Map<String, DomainScripts> migrations = new LinkedHashMap<>();
		for (Domain domain : domains) {
			List<ScriptFile> files = new ArrayList<>();
			for (String location : domain.locations()) {
				files.addAll(ScriptFolder.of(location).files(this.resolver));
			}
			files.addAll(overlays.getOrDefault(domain.name(), List.of()));
			migrations.put(domain.name(), ScriptChecks.migrations(domain, files));
		}
		ScriptChecks.noFileTwice(migrations.values());
		return migrations;
	}

	/**
	 * Read the seed data of every domain that has some.
	 * @param domains the domains
	 * @return the scripts by domain, in the order of the domains
	 * @throws ScriptException if a file is not repeatable or belongs to no domain
	 */
	public Map<String, DomainScripts> seeds(Domains domains) {
		Map<String, List<ScriptFile>> files = byDomain(SEEDS, domains);
		Map<String, DomainScripts> seeds = new LinkedHashMap<>();
		for (Domain domain : domains) {
			if (files.containsKey(domain.name())) {
				seeds.put(domain.name(), ScriptChecks.seeds(domain, files.getOrDefault(domain.name(), List.of())));
			}
		}
		return seeds;
	}

	private Map<String, List<ScriptFile>> byDomain(String folder, Domains domains) {
		Map<String, List<ScriptFile>> byDomain = new LinkedHashMap<>();
		for (ScriptFile file : ScriptFolder.of(folder).files(this.resolver)) {
			int slash = file.path().indexOf('/');
			String name = file.path().substring(0, Math.max(slash, 0));
			if (domains.find(name) != null) {
				byDomain.computeIfAbsent(name, (key) -> new ArrayList<>())
					.add(new ScriptFile(folder + "/" + name, file.path().substring(slash + 1), file.resource()));
			}
			else if (ScriptName.looksLikeScript(file.filename())) {
				throw new ScriptException(
						"The file '%s' belongs to no domain of this application.".formatted(file.displayPath()),
						"Move it into a folder of one of: %s.%s".formatted(String.join(", ", domains.names()),
								NearestName.hint(name, domains.names())));
			}
		}
		return byDomain;
	}

}
