package io.bailiwick.migration.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

/**
 * Finds out in which style each folder of a domain is written, and reads its files in it.
 */
final class StyleDetection {

	private final StyleErrors errors;

	private final @Nullable MigrationStyle configured;

	/**
	 * Create a detection.
	 * @param domain the domain
	 * @param configured the style that is configured for the domain, or {@code null} to
	 * detect that of each folder
	 */
	StyleDetection(Domain domain, @Nullable MigrationStyle configured) {
		this.errors = new StyleErrors(domain);
		this.configured = configured;
	}

	List<NamedFile> read(List<ScriptFile> files) {
		Map<String, List<ScriptFile>> folders = new LinkedHashMap<>();
		files.forEach((file) -> folders.computeIfAbsent(file.location(), (key) -> new ArrayList<>()).add(file));
		return folders.values().stream().flatMap((folder) -> readFolder(folder).stream()).toList();
	}

	private List<NamedFile> readFolder(List<ScriptFile> files) {
		List<NamedFile> named = new ArrayList<>();
		List<ScriptFile> unreadable = new ArrayList<>();
		for (ScriptFile file : files) {
			StyledName name = StyledName.parse(file.path());
			ScriptName companion = ScriptName.parse(file.filename());
			if (name != null) {
				named.add(named(file, name));
			}
			else if (companion != null) {
				named.add(new NamedFile(file, companion, null, null));
			}
			else if (StyledName.isCode(file.filename())) {
				throw this.errors.code(file);
			}
			else if (ScriptName.looksLikeScript(file.filename())) {
				unreadable.add(file);
			}
		}
		List<NamedFile> migrations = named.stream().filter((file) -> file.style() != null).toList();
		checkStyle(migrations);
		if (!unreadable.isEmpty()) {
			throw this.errors.unreadable(unreadable.get(0), styleOf(migrations));
		}
		return named;
	}

	private @Nullable MigrationStyle styleOf(List<NamedFile> migrations) {
		return migrations.isEmpty() ? this.configured : migrations.get(0).style();
	}

	private NamedFile named(ScriptFile file, StyledName name) {
		MarkedSections sections = (name.style() == MigrationStyle.NUMBERED) ? MarkerScan.scan(file) : null;
		return new NamedFile(file, name.name(), (sections != null) ? sections.style() : name.style(), sections);
	}

	private void checkStyle(List<NamedFile> migrations) {
		for (NamedFile file : migrations) {
			MigrationStyle style = Objects.requireNonNull(file.style());
			if (this.configured != null && style != this.configured) {
				throw this.errors.notAsConfigured(file, style, this.configured);
			}
			if (style != migrations.get(0).style()) {
				throw this.errors.twoStyles(migrations.get(0), file);
			}
		}
	}

}
