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
	 * Return the names of all folders that lie directly in {@link #MIGRATIONS}. A folder
	 * in an archive that has no entries for its folders is not seen: its domain must be
	 * named in the configuration.
	 * @return the names of the domains that need no configuration
	 * @throws ScriptException if a script lies beside the folders, where no domain owns
	 * it
	 */
	public Set<String> domains() {
		Set<String> names = new LinkedHashSet<>();
		List<ScriptFile> strays = new ArrayList<>();
		for (ScriptFile file : ScriptFolder.of(MIGRATIONS).files(this.resolver)) {
			int slash = file.path().indexOf('/');
			if (slash > 0) {
				names.add(file.path().substring(0, slash));
			}
			else if (ScriptName.looksLikeScript(file.filename())) {
				strays.add(file);
			}
		}
		if (!strays.isEmpty()) {
			throw new ScriptException(
					"The file '%s' lies beside the domains' folders, so no domain owns it."
						.formatted(strays.get(0).displayPath()),
					"Move it into the folder of the domain whose schema it changes, for instance to '%s/%s/%s'."
						.formatted(MIGRATIONS, names.stream().findFirst().orElse("users"), strays.get(0).filename()));
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
		return migrations(domains, Map.of());
	}

	/**
	 * Read the migrations of every domain.
	 * @param domains the domains
	 * @param styles the styles that are configured, by the names of the domains; that of
	 * any other domain's folders is detected
	 * @return the scripts by domain, in the order of the domains
	 * @throws ScriptException if a domain has no migrations or a file is not usable
	 */
	public Map<String, DomainScripts> migrations(Domains domains, Map<String, MigrationStyle> styles) {
		Map<String, List<ScriptFile>> overlays = new LinkedHashMap<>();
		for (String profile : this.profiles) {
			byDomain(MIGRATIONS + "-" + profile, domains)
				.forEach((domain, files) -> overlays.computeIfAbsent(domain, (key) -> new ArrayList<>()).addAll(files));
		}
		Map<Domain, List<ScriptFile>> files = new LinkedHashMap<>();
		for (Domain domain : domains) {
			files.put(domain, new ArrayList<>(files(domain)));
			files.get(domain).addAll(overlays.getOrDefault(domain.name(), List.of()));
		}
		ScriptChecks.noSharedFile(files);
		Map<String, DomainScripts> migrations = new LinkedHashMap<>();
		files.forEach((domain, scripts) -> migrations.put(domain.name(),
				ScriptChecks.migrations(domain, scripts, styles.get(domain.name()))));
		return migrations;
	}

	private List<ScriptFile> files(Domain domain) {
		List<ScriptFile> files = new ArrayList<>();
		for (String location : domain.locations()) {
			ScriptFolder folder = ScriptFolder.of(location);
			List<ScriptFile> found = folder.files(this.resolver);
			found = found.isEmpty() ? folder.filesInEveryArchive(this.resolver) : found;
			if (found.isEmpty() && domain.locations().size() > 1) {
				throw ScriptChecks.emptyLocation(domain, location);
			}
			files.addAll(found);
		}
		return files;
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
			else if (ScriptName.looksLikeScript(file.filename()) && !isSwitchedOff(name)) {
				throw new ScriptException(
						"The file '%s' belongs to no domain of this application.".formatted(file.displayPath()),
						"Move it into the folder of a domain below '%s'. The domains are: %s.%s".formatted(folder,
								String.join(", ", domains.names()), NearestName.hint(name, domains.names())));
			}
		}
		return byDomain;
	}

	/**
	 * A folder that is no domain although it has migrations is one that does not take
	 * part, and neither does what belongs to it.
	 */
	private boolean isSwitchedOff(String name) {
		return domains().contains(name);
	}

}
