package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.script.ScriptName.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Writes the files of the next migration of a domain into its folder, as the files that
 * are there are written: named in their style, counted as they are counted. Asks no
 * database and never overwrites a file.
 */
public final class NewMigration {

	private static final int LONGEST_NAME = 150;

	private static final Pattern FLYWAY_VERSION = Pattern.compile("[VUB](\\d+(?:[._]\\d+)*)(__).*");

	private static final Pattern OTHER_VERSION = Pattern
		.compile("(\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?|\\d+(?:\\.\\d+)*)(.?).*");

	private final Domain domain;

	private final Path folder;

	private final Clock clock;

	/**
	 * Prepare a migration.
	 * @param domain the domain
	 * @param folder the folder of its migrations in the source tree, as
	 * {@link SourceFolders} finds it; it is made if it is not there
	 */
	public NewMigration(Domain domain, Path folder) {
		this(domain, folder, Clock.systemUTC());
	}

	NewMigration(Domain domain, Path folder, Clock clock) {
		Assert.notNull(domain, "'domain' must not be null");
		Assert.notNull(folder, "'folder' must not be null");
		this.domain = domain;
		this.folder = folder.toAbsolutePath().normalize();
		this.clock = clock;
	}

	/**
	 * Write the files. An empty folder gets the style of Flyway, with a file for the way
	 * back.
	 * @param description what the migration does, in words
	 * @param style the style to write in, or {@code null} for that of the folder
	 * @return what was written
	 * @throws ScriptException if the description says nothing, if the files of the folder
	 * are not usable or of another style, or if a file is there already; nothing was
	 * written then
	 */
	public CreatedMigration create(String description, @Nullable MigrationStyle style) {
		Assert.notNull(description, "'description' must not be null");
		List<NamedFile> existing = existing(style).stream()
			.filter((file) -> file.style() != null && file.name().version() != null)
			.toList();
		NamedFile last = existing.stream()
			.filter((file) -> file.kind() != Kind.UNDO)
			.max(Comparator.comparing((file) -> NextVersion.value(String.valueOf(file.name().version()))))
			.orElse(null);
		MigrationStyle used = (last != null && last.style() != null) ? last.style()
				: (style != null) ? style : MigrationStyle.FLYWAY;
		boolean back = existing.stream().allMatch((file) -> file.kind() == Kind.BASELINE)
				|| existing.stream().anyMatch((file) -> file.kind() == Kind.UNDO);
		char separator = (last != null) ? separator(last) : '_';
		String version = next(existing, used);
		MigrationTemplate template = new MigrationTemplate(used, version, name(description),
				description.strip().replaceAll("\\s+", " "), separator, back);
		return new CreatedMigration(used, version, write(template, parent(last)));
	}

	private List<NamedFile> existing(@Nullable MigrationStyle style) {
		try {
			List<ScriptFile> files = new DirectorySearch(this.folder.toString()).files();
			return new StyleDetection(this.domain, style).read(files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the folder '%s'".formatted(this.folder), ex);
		}
	}

	private String next(List<NamedFile> existing, MigrationStyle style) {
		List<String> versions = new ArrayList<>(existing.stream().map(NewMigration::version).toList());
		boolean none = versions.isEmpty();
		versions.addAll(overlays());
		if (none && versions.isEmpty()) {
			return first(style);
		}
		return new NextVersion(this.clock.instant()).after(versions);
	}

	/**
	 * What the tools that wrote such files begin with.
	 */
	private String first(MigrationStyle style) {
		return switch (style) {
			case FLYWAY -> "1";
			case NUMBERED -> "001";
			case UP_DOWN_FILES -> "000001";
			case GOOSE -> "00001";
			case DBMATE -> new NextVersion(this.clock.instant()).after(List.of("20000101000000"));
			case UP_DOWN_FOLDERS -> new NextVersion(this.clock.instant()).after(List.of("2000-01-01-000000"));
		};
	}

	/**
	 * The versions of files for one profile, which count together with the others.
	 */
	private List<String> overlays() {
		Path migrations = this.folder.getParent();
		Path parent = (migrations != null) ? migrations.getParent() : null;
		if (migrations == null || parent == null || !migrations.endsWith("migration") || !Files.isDirectory(parent)) {
			return List.of();
		}
		try (Stream<Path> siblings = Files.list(parent)) {
			List<String> versions = new ArrayList<>();
			for (Path sibling : siblings.filter((path) -> path.getFileName().toString().startsWith("migration-"))
				.toList()) {
				for (ScriptFile file : new DirectorySearch(sibling.resolve(this.domain.name()).toString()).files()) {
					StyledName name = StyledName.parse(file.path());
					if (name != null && name.name().version() != null) {
						versions.add(String.valueOf(name.name().version()));
					}
				}
			}
			return versions;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the folders beside '%s'".formatted(migrations), ex);
		}
	}

	/**
	 * The version as it is written, with its zeros and dashes.
	 */
	private static String version(NamedFile file) {
		Matcher matcher = matcher(file);
		return matcher.matches() ? matcher.group(1) : String.valueOf(file.name().version());
	}

	private static char separator(NamedFile file) {
		Matcher matcher = matcher(file);
		return (matcher.matches() && matcher.group(2).equals("-")) ? '-' : '_';
	}

	private static Matcher matcher(NamedFile file) {
		String[] names = file.file().path().split("/");
		boolean folders = file.style() == MigrationStyle.UP_DOWN_FOLDERS && names.length > 1;
		String name = names[names.length - (folders ? 2 : 1)];
		return ((file.style() == MigrationStyle.FLYWAY) ? FLYWAY_VERSION : OTHER_VERSION).matcher(name);
	}

	/**
	 * Beside the newest file, which may be in a folder for its year.
	 */
	private Path parent(@Nullable NamedFile last) {
		if (last == null) {
			return this.folder;
		}
		Path parent = this.folder.resolve(last.file().path()).getParent();
		parent = (last.style() == MigrationStyle.UP_DOWN_FOLDERS && parent != null) ? parent.getParent() : parent;
		return (parent != null) ? parent : this.folder;
	}

	private String name(String description) {
		String plain = Normalizer.normalize(description, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
		String name = plain.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
		if (name.isEmpty() || name.length() > LONGEST_NAME) {
			throw new ScriptException(
					"The description '%s' makes no name for a file: %s. Nothing was written.".formatted(description,
							name.isEmpty() ? "there is no letter or digit in it" : "it is too long"),
					"Say in a few words what the migration does, for instance 'add invoice number'.");
		}
		return name;
	}

	private List<Path> write(MigrationTemplate template, Path parent) {
		Map<String, String> contents = template.files();
		for (String path : contents.keySet()) {
			StyledName name = StyledName.parse(path);
			Assert.state(name != null, () -> "'%s' would not be read as a migration".formatted(path));
			if (Files.exists(parent.resolve(path))) {
				throw exists(parent.resolve(path));
			}
		}
		List<Path> written = new ArrayList<>();
		try {
			for (Map.Entry<String, String> entry : contents.entrySet()) {
				Path file = parent.resolve(entry.getKey());
				Files.createDirectories(file.getParent());
				Files.writeString(file, entry.getValue(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
				written.add(file);
			}
			return written;
		}
		catch (IOException ex) {
			throw failed(ex, parent, written);
		}
	}

	private static RuntimeException failed(IOException failure, Path parent, List<Path> written) {
		for (Path file : written) {
			try {
				Files.delete(file);
			}
			catch (IOException ex) {
				failure.addSuppressed(ex);
			}
		}
		return (failure instanceof FileAlreadyExistsException exists) ? exists(Path.of(exists.getFile()))
				: new UncheckedIOException("Could not write to '%s'".formatted(parent), failure);
	}

	private static ScriptException exists(Path file) {
		return new ScriptException("The file '%s' is there already. Nothing was written.".formatted(file),
				"Remove or rename it, or start again: somebody may be writing a migration at the same time.");
	}

}
