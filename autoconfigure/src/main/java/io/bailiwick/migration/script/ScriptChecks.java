package io.bailiwick.migration.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a domain's files before a database sees any of them.
 */
final class ScriptChecks {

	private ScriptChecks() {
	}

	static DomainScripts migrations(Domain domain, List<ScriptFile> files, @Nullable MigrationStyle style) {
		List<NamedFile> scripts = new StyleDetection(domain, style).read(files);
		noIdentityTwice(domain, scripts);
		List<Migration> migrations = MigrationAssembly.of(domain.name(), scripts, files);
		if (migrations.isEmpty()) {
			throw new ScriptException(
					"The domain '%s' has no migrations in %s.".formatted(domain.name(),
							String.join(", ", domain.locations())),
					("Add a first one, for instance '%s/%2$s/V1__create_%2$s.sql', correct "
							+ "'bailiwick.domains.%2$s.locations', or set 'bailiwick.domains.%2$s.enabled=false'.")
						.formatted(ScriptFolders.MIGRATIONS, domain.name()));
		}
		return new DomainScripts(domain.name(), scripts, migrations);
	}

	static ScriptException emptyLocation(Domain domain, String location) {
		return new ScriptException(
				"The location '%s' of the domain '%s' holds no file.".formatted(location, domain.name()),
				"Correct or remove it in 'bailiwick.domains.%s.locations'.".formatted(domain.name()));
	}

	static DomainScripts seeds(Domain domain, List<ScriptFile> files) {
		List<NamedFile> scripts = new StyleDetection(domain, null).read(files);
		noIdentityTwice(domain, scripts);
		for (NamedFile script : scripts) {
			if (script.style() != null && script.style() != MigrationStyle.FLYWAY) {
				throw new StyleErrors(domain).unreadable(script.file(), MigrationStyle.FLYWAY);
			}
			ScriptName name = script.name();
			if (name.version() != null) {
				throw new ScriptException(
						"The seed file '%s' of the domain '%s' has a version, but seed data is repeatable: it runs again whenever it changes."
							.formatted(script, domain.name()),
						"Rename it to 'R__%s.sql' and write it so that it can run twice (INSERT … ON CONFLICT), or move it to '%s/%s'."
							.formatted(name.description().replace(' ', '_'), ScriptFolders.MIGRATIONS, domain.name()));
			}
		}
		return new DomainScripts(domain.name(), scripts, MigrationAssembly.of(domain.name(), scripts, files));
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

	private static void noIdentityTwice(Domain domain, List<NamedFile> files) {
		Map<Object, NamedFile> seen = new HashMap<>();
		for (NamedFile file : files) {
			Object identity = file.name().identity();
			NamedFile twin = (identity != null) ? seen.put(identity, file) : null;
			if (twin != null) {
				throw sameIdentity(domain, file.name(), twin.file(), file.file());
			}
			NamedFile namesake = seen.put(file.file().path(), file);
			if (namesake != null) {
				throw new ScriptException(
						"The domain '%s' has two files '%s': %s and %s.".formatted(domain.name(), file.file().path(),
								namesake.file().address(), file.file().address()),
						"Keep one of them, or give them different names.");
			}
		}
	}

	private static ScriptException sameIdentity(Domain domain, ScriptName name, ScriptFile one, ScriptFile other) {
		String what = switch (name.kind()) {
			case REPEATABLE -> "the repeatable migration '%s'".formatted(name.description());
			case CALLBACK -> "the callback '%s'".formatted(name.description());
			case UNDO -> "the way back from the version " + name.version();
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
