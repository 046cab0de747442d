package io.bailiwick.migration.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.script.ScriptName.Kind;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Puts the files of a domain together to migrations.
 */
final class MigrationAssembly {

	private static final Comparator<Migration> ORDER = Comparator
		.comparing(Migration::version, Comparator.nullsLast(Comparator.naturalOrder()))
		.thenComparing(Migration::kind)
		.thenComparing(Migration::description);

	private final String domain;

	private final Map<MigrationVersion, NamedFile> downs = new HashMap<>();

	private final Map<String, ScriptFile> byPath = new HashMap<>();

	private MigrationAssembly(String domain) {
		this.domain = domain;
	}

	/**
	 * Put the files together.
	 * @param domain the name of the domain
	 * @param files the files that were understood, none of them twice
	 * @param all all files of the domain
	 * @return the migrations, in the order in which they run
	 */
	static List<Migration> of(String domain, List<NamedFile> files, List<ScriptFile> all) {
		MigrationAssembly assembly = new MigrationAssembly(domain);
		all.forEach((file) -> assembly.byPath.put(file.path(), file));
		return assembly.assemble(files);
	}

	private List<Migration> assemble(List<NamedFile> files) {
		List<NamedFile> ups = new ArrayList<>();
		for (NamedFile file : files) {
			if (file.kind() == Kind.UNDO && file.name().version() != null) {
				this.downs.put(file.name().version(), file);
			}
			else if (file.kind().isMigration()) {
				ups.add(file);
			}
		}
		List<Migration> migrations = new ArrayList<>(ups.stream().map(this::migration).sorted(ORDER).toList());
		this.downs.values()
			.stream()
			.filter((down) -> down.style() != MigrationStyle.FLYWAY)
			.findFirst()
			.ifPresent((down) -> {
				throw orphan(down);
			});
		return migrations;
	}

	private Migration migration(NamedFile file) {
		ScriptName name = file.name();
		return switch (name.kind()) {
			case REPEATABLE -> migration(file, Migration.Kind.REPEATABLE, null);
			case BASELINE -> migration(file, Migration.Kind.BASELINE, null);
			default -> migration(file, Migration.Kind.VERSIONED, down(file));
		};
	}

	private Migration migration(NamedFile file, Migration.Kind kind, @Nullable MigrationScript down) {
		MarkedSections sections = file.sections();
		MigrationScript up = (sections != null) ? script(file, sections.up(), sections.upInTransaction())
				: script(file, Section.WHOLE_FILE, null);
		MigrationStyle style = (file.style() != null) ? file.style() : MigrationStyle.FLYWAY;
		return new Migration(this.domain, kind, file.name().version(), file.name().description(), style, up, down);
	}

	private @Nullable MigrationScript down(NamedFile file) {
		MarkedSections sections = file.sections();
		if (sections != null) {
			return (sections.down() != null) ? script(file, sections.down(), sections.downInTransaction()) : null;
		}
		MigrationVersion version = file.name().version();
		NamedFile down = (version != null) ? this.downs.remove(version) : null;
		return (down != null) ? script(down, Section.WHOLE_FILE, null) : null;
	}

	private MigrationScript script(NamedFile file, Section section, @Nullable Boolean marked) {
		String path = file.file().path();
		String folder = path.substring(0, path.lastIndexOf('/') + 1);
		return new MigrationScript(file, section, new ScriptSettings(file, marked, this.byPath.get(path + ".conf"),
				this.byPath.get(folder + "metadata.toml")));
	}

	private ScriptException orphan(NamedFile down) {
		return new ScriptException(
				"The file '%s' of the domain '%s' is the way back from the version %s, and no file is the way forward to it."
					.formatted(down, this.domain, down.name().version()),
				"Bring the other file back, or remove this one.");
	}

}
