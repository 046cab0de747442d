package io.bailiwick.migration.adopt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.migration.adopt.FileMap.Target;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file of each migration that an old history has: the one file of any domain
 * with its version, or the one that somebody has named.
 */
final class FileAssignment {

	private final OldHistory history;

	private final List<MigrationFile> files;

	private final FileMap map;

	private final Set<MigrationFile> taken = new HashSet<>();

	private final List<Assigned> assigned = new ArrayList<>();

	private final List<String> forgotten = new ArrayList<>();

	private final List<String> differences = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	FileAssignment(OldHistory history, List<MigrationFile> files, FileMap map) {
		this.history = history;
		this.files = List.copyOf(files);
		this.map = map;
	}

	/**
	 * Find all files.
	 * @throws AdoptionException if one has none, or could have several
	 */
	FileAssignment assign() {
		List<OldMigration> migrations = migrations();
		// What somebody has said decides before what names and numbers suggest.
		Stream.of(true, false)
			.forEach((named) -> migrations.stream()
				.filter((migration) -> (this.map.of(migration) != null) == named)
				.forEach(this::assign));
		this.assigned
			.sort((one, other) -> Integer.compare(migrations.indexOf(one.old()), migrations.indexOf(other.old())));
		if (!this.problems.isEmpty()) {
			throw new AdoptionException(
					"%d of %d migrations in %s can not be told to be one file of one domain:%n%n%s".formatted(
							this.problems.size(), migrations.size(), this.history.table().describe(),
							this.problems.stream().collect(Collectors.joining(System.lineSeparator()))),
					"Put the missing files into the folders of their domains, or say where they have gone: --map 'V3__x.sql=users', "
							+ "--map 'V3__x.sql=users@1' for the version 1 of a domain, --map 'V3__x.sql=-' for one that is to be forgotten.");
		}
		return this;
	}

	List<Assigned> assigned() {
		return this.assigned;
	}

	/**
	 * What is to be forgotten, because somebody has said so.
	 */
	List<String> forgotten() {
		return this.forgotten;
	}

	/**
	 * Where a file is not what has been applied.
	 */
	List<String> differences() {
		return this.differences;
	}

	/**
	 * golang-migrate remembers the newest version only, and has applied all before it.
	 */
	private List<OldMigration> migrations() {
		if (this.history.table().tool() != MigrationTool.GOLANG_MIGRATE || this.history.isEmpty()) {
			return this.history.migrations();
		}
		MigrationVersion newest = MigrationVersion
			.fromVersion(Objects.requireNonNull(this.history.migrations().get(0).version()));
		Set<MigrationVersion> versions = new TreeSet<>(Set.of(newest));
		this.files.stream().filter((file) -> file.isUpTo(newest)).forEach((file) -> versions.add(file.version()));
		this.map.versions()
			.stream()
			.map(MigrationVersion::fromVersion)
			.filter((version) -> version.compareTo(newest) <= 0)
			.forEach(versions::add);
		return versions.stream().map((version) -> OldMigration.of(version.toString(), null)).toList();
	}

	private void assign(OldMigration old) {
		Target target = this.map.of(old);
		if (target != null && target.domain() == null) {
			this.forgotten.add(old.label());
			return;
		}
		List<MigrationFile> candidates = candidates(old, target);
		if (candidates.size() > 1) {
			List<MigrationFile> namesakes = candidates.stream().filter((file) -> hasItsName(file, old)).toList();
			candidates = (namesakes.size() == 1) ? namesakes : candidates;
		}
		if (candidates.size() == 1) {
			MigrationFile file = candidates.get(0);
			this.taken.add(file);
			this.assigned.add(new Assigned(old, file));
			compare(old, file, target != null);
			return;
		}
		if (old.baseline() && candidates.isEmpty()) {
			// The file that stood for all before it is gone: what it stood for has not.
			this.assigned.add(new Assigned(old, null));
			return;
		}
		this.problems.add("    %s: %s".formatted(old.label(), problem(old, target, candidates)));
	}

	private List<MigrationFile> candidates(OldMigration old, @Nullable Target target) {
		String version = (target != null && target.version() != null) ? target.version() : old.version();
		MigrationVersion wanted = (version != null) ? MigrationVersion.fromVersion(version) : null;
		return this.files.stream()
			.filter((file) -> !this.taken.contains(file))
			.filter((file) -> target == null || file.domain().equals(target.domain()))
			.filter((file) -> file.isBaseline() == old.baseline() && Objects.equals(file.version(), wanted))
			.filter((file) -> wanted != null || file.description().equals(old.description()))
			.toList();
	}

	private static boolean hasItsName(MigrationFile file, OldMigration old) {
		return (old.description() != null) && file.description().equals(old.description());
	}

	private String problem(OldMigration old, @Nullable Target target, List<MigrationFile> candidates) {
		if (!candidates.isEmpty()) {
			return "could be " + candidates.stream().map(MigrationFile::toString).collect(Collectors.joining(" or "));
		}
		if (target != null) {
			return "the domain '%s' has no file %sof that version".formatted(target.domain(),
					(target.version() != null) ? "%s ".formatted(target.version()) : "");
		}
		String same = this.files.stream()
			.filter((file) -> !this.taken.contains(file) && !file.description().isEmpty() && hasItsName(file, old))
			.map((file) -> " ('%s' has its description)".formatted(file))
			.findFirst()
			.orElse("");
		return "no domain has a file of it" + same;
	}

	private void compare(OldMigration old, MigrationFile file, boolean chosen) {
		if (!chosen && old.version() != null && old.description() != null
				&& !old.description().equals(file.description())) {
			this.differences.add("%s has the description '%s', and was applied as '%s'".formatted(file,
					file.description(), old.description()));
		}
		if (old.version() != null && old.checksum() != null && !old.checksum().equals(file.checksum())) {
			this.differences.add("%s is not what was applied: its checksum is %s, and was %s".formatted(file,
					file.checksum(), old.checksum()));
		}
		if (old.sha384() != null && file.text() != null && !hasDigest(file.text(), old.sha384())) {
			this.differences.add("%s is not what was applied: its SHA-384 checksum is another one".formatted(file));
		}
	}

	/**
	 * A checkout may have changed the ends of lines, which means nothing.
	 */
	private static boolean hasDigest(Supplier<String> text, String expected) {
		String content = text.get();
		String unix = content.replace("\r\n", "\n");
		return Stream.of(content, unix, unix.replace("\n", "\r\n")).anyMatch((form) -> sha384(form).equals(expected));
	}

	private static String sha384(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-384").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A migration and its file.
	 *
	 * @param old the migration in the old history
	 * @param file the file of a domain, or {@code null} if it stands for all files up to
	 * its version
	 */
	record Assigned(OldMigration old, @Nullable MigrationFile file) {

	}

}
