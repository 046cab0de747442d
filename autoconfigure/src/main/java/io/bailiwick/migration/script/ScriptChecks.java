package io.bailiwick.migration.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

	static ScriptException emptyLocation(Domain domain, String location) {
		return new ScriptException(
				"The location '%s' of the domain '%s' holds no file.".formatted(location, domain.name()),
				"Correct or remove it in 'bailiwick.domains.%s.locations'.".formatted(domain.name()));
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

	/**
	 * Two domains that share a file would both run it.
	 */
	static void noSharedFile(Map<Domain, List<ScriptFile>> filesByDomain) {
		Map<String, Domain> owners = new HashMap<>();
		Map<String, ScriptFile> seen = new HashMap<>();
		filesByDomain.forEach((domain, files) -> {
			for (ScriptFile file : files) {
				ScriptFile twin = seen.put(file.address(), file);
				Domain owner = owners.put(file.address(), domain);
				if (twin != null && owner != null) {
					throw sharedFile(file, domain, twin, owner);
				}
			}
		});
	}

	private static ScriptException sharedFile(ScriptFile file, Domain domain, ScriptFile twin, Domain owner) {
		if (domain.equals(owner)) {
			return new ScriptException(
					"The file '%s' lies in two locations of the domain '%s': '%s' and '%s'.".formatted(file,
							domain.name(), twin.location(), file.location()),
					"Remove one of them from 'bailiwick.domains.%s.locations': a location counts with everything below it."
						.formatted(domain.name()));
		}
		return new ScriptException(
				"The file '%s' lies in a location of the domain '%s' ('%s') and in one of the domain '%s' ('%s'), and both would run it."
					.formatted(file, owner.name(), twin.location(), domain.name(), file.location()),
				"Narrow 'bailiwick.domains.%s.locations' or 'bailiwick.domains.%s.locations': a location counts with everything below it."
					.formatted(owner.name(), domain.name()));
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
				"The file '%s' would be passed over in silence: its name is not that of a migration.".formatted(file),
				((suggestion != null) ? "Rename it, probably to '%s'. ".formatted(suggestion) : "")
						+ "A migration is called 'V<version>__<description>.sql', a repeatable one 'R__<description>.sql', "
						+ "with two underscores before the description and in exactly these cases. "
						+ "What is no migration belongs elsewhere.");
	}

	private static void noIdentityTwice(Domain domain, List<ScriptFile> files) {
		Map<Object, ScriptFile> seen = new HashMap<>();
		for (ScriptFile file : files) {
			ScriptName name = ScriptName.parse(file.filename());
			Object identity = (name != null) ? name.identity() : null;
			ScriptFile twin = (identity != null) ? seen.put(identity, file) : null;
			if (name != null && twin != null) {
				throw sameIdentity(domain, name, twin, file);
			}
			ScriptFile namesake = seen.put(file.path(), file);
			if (namesake != null) {
				throw new ScriptException("The domain '%s' has two files '%s': %s and %s.".formatted(domain.name(),
						file.path(), namesake.address(), file.address()),
						"Keep one of them, or give them different names.");
			}
		}
	}

	private static ScriptException sameIdentity(Domain domain, ScriptName name, ScriptFile one, ScriptFile other) {
		String what = switch (name.kind()) {
			case REPEATABLE -> "the repeatable migration '%s'".formatted(name.description());
			case CALLBACK -> "the callback '%s'".formatted(name.description());
			default -> "the version " + name.version();
		};
		if (one.displayPath().equals(other.displayPath())) {
			return new ScriptException(
					"The file '%s' of the domain '%s' is on the class path twice, and both claim %s:%n%n    %s%n    %s"
						.formatted(one, domain.name(), what, one.address(), other.address()),
					"Remove one of the two jars or folders (a stale build is often the cause), or rename the file in one of them.");
		}
		return new ScriptException("Two files of the domain '%s' claim %s: '%s' and '%s'.".formatted(domain
			.name(), what, one, other), (name.version() != null)
					? "Give one of them a version that is free. Also a file for one profile only needs a version that no other file of the domain has."
					: "Give one of them another description.");
	}

}
