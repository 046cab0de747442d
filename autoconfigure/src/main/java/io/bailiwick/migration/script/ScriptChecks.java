package io.bailiwick.migration.script;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domain;

/**
 * What must be true of a domain's files before a database sees any of them.
 */
final class ScriptChecks {

	private ScriptChecks() {
	}

	static DomainScripts migrations(Domain domain, List<ScriptFile> files) {
		List<ScriptFile> scripts = named(files);
		noIdentityTwice(domain, scripts);
		if (scripts.stream().noneMatch(ScriptChecks::isMigration)) {
			throw new ScriptException(
					"The domain '%s' has no migrations in %s.".formatted(domain.name(),
							String.join(", ", domain.locations())),
					("Add a first one, for instance '%s/%2$s/V1__create_%2$s.sql', correct "
							+ "'bailiwick.domains.%2$s.locations', or set 'bailiwick.domains.%2$s.enabled=false'.")
						.formatted(ScriptFolders.MIGRATIONS, domain.name()));
		}
		return new DomainScripts(domain.name(), scripts);
	}

	static DomainScripts seeds(Domain domain, List<ScriptFile> files) {
		List<ScriptFile> scripts = named(files);
		noIdentityTwice(domain, scripts);
		for (ScriptFile script : scripts) {
			ScriptName name = ScriptName.parse(script.filename());
			if (name != null && name.version() != null) {
				throw new ScriptException(
						"The seed file '%s' of the domain '%s' has a version, but seed data is repeatable: it runs again whenever it changes."
							.formatted(script, domain.name()),
						"Rename it to 'R__%s.sql' and write it so that it can run twice (INSERT … ON CONFLICT), or move it to '%s/%s'."
							.formatted(name.description().replace(' ', '_'), ScriptFolders.MIGRATIONS, domain.name()));
			}
		}
		return new DomainScripts(domain.name(), scripts);
	}

	static void noFileTwice(Collection<DomainScripts> domains) {
		Map<String, String> owners = new HashMap<>();
		for (DomainScripts domain : domains) {
			for (ScriptFile file : domain.files()) {
				String owner = owners.put(address(file), domain.domain());
				if (owner != null) {
					throw new ScriptException(
							"The file '%s' lies in a location of the domain '%s' and in one of the domain '%s', and both would run it."
								.formatted(file, owner, domain.domain()),
							"Narrow 'bailiwick.domains.%s.locations' or 'bailiwick.domains.%s.locations': a location counts with everything below it."
								.formatted(owner, domain.domain()));
				}
			}
		}
	}

	private static boolean isMigration(ScriptFile file) {
		ScriptName name = ScriptName.parse(file.filename());
		return name != null && switch (name.kind()) {
			case VERSIONED, REPEATABLE, BASELINE -> true;
			case UNDO, CALLBACK, CONFIGURATION -> false;
		};
	}

	private static List<ScriptFile> named(List<ScriptFile> files) {
		return files.stream().filter((file) -> {
			ScriptName name = ScriptName.parse(file.filename());
			if (name == null && ScriptName.looksLikeScript(file.filename())) {
				throw unreadableName(file);
			}
			return name != null;
		}).toList();
	}

	private static ScriptException unreadableName(ScriptFile file) {
		if (file.filename().endsWith(".class")) {
			return new ScriptException(
					"The class '%s' lies in a folder of migrations, where nothing looks for classes.".formatted(file),
					"Declare the Java migration as a bean and bind it to its domain with @OfDomain.");
		}
		String suggestion = ScriptName.suggestionFor(file.filename());
		return new ScriptException(
				"The name of the file '%s' says neither a version nor that it is repeatable.".formatted(file),
				((suggestion != null) ? "Rename it, probably to '%s'. ".formatted(suggestion) : "")
						+ "A migration is called 'V<version>__<description>.sql', a repeatable one 'R__<description>.sql', "
						+ "with two underscores before the description. Move what is no migration elsewhere.");
	}

	private static void noIdentityTwice(Domain domain, List<ScriptFile> files) {
		Map<String, ScriptFile> seen = new HashMap<>();
		Set<String> paths = new HashSet<>();
		for (ScriptFile file : files) {
			ScriptName name = ScriptName.parse(file.filename());
			String identity = (name != null) ? name.identity() : null;
			ScriptFile twin = (identity != null) ? seen.put(identity, file) : null;
			if (name != null && twin != null) {
				throw sameIdentity(domain, name, twin, file);
			}
			if (!paths.add(file.path())) {
				throw new ScriptException(
						"The domain '%s' has two files '%s': %s.".formatted(domain.name(), file.path(), address(file)),
						"Keep one of them, or give them different names.");
			}
		}
	}

	private static ScriptException sameIdentity(Domain domain, ScriptName name, ScriptFile one, ScriptFile other) {
		String what = (name.version() != null) ? "the version " + name.version()
				: "the repeatable migration '%s'".formatted(name.description());
		boolean samePath = one.displayPath().equals(other.displayPath());
		return new ScriptException("Two files of the domain '%s' claim %s: '%s' and '%s'.".formatted(domain
			.name(), what, samePath ? address(one) : one, samePath ? address(other) : other), samePath
					? "The same file is on the class path twice: remove one of the two jars or folders (a stale build is often the cause)."
					: "Give one of them a version that is free. A file for one profile only needs a version that no other file of the domain has.");
	}

	private static String address(ScriptFile file) {
		try {
			return file.resource().getURL().toString();
		}
		catch (IOException ex) {
			return file.displayPath();
		}
	}

}
