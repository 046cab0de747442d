package io.bailiwick.migration.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.NearestName;

import org.springframework.util.Assert;

/**
 * Finds in a source tree the folder in which the migrations of a domain are written: one
 * that ends with a location of the domain, such as
 * {@code src/main/resources/db/migration/users}, or {@code migrations/users}, in the
 * directory or in a module below it.
 */
public final class SourceFolders {

	private static final int DEPTH = 12;

	/**
	 * Where builds put copies, and where nobody writes migrations.
	 */
	private static final Set<String> SKIPPED = Set.of("target", "build", "out", "bin", "dist", "node_modules");

	private static final Path TESTS = Path.of("src", "test");

	private final Path root;

	/**
	 * Create a finder.
	 * @param root the directory of the project, or one above it
	 */
	public SourceFolders(Path root) {
		Assert.notNull(root, "'root' must not be null");
		this.root = root.toAbsolutePath().normalize();
	}

	/**
	 * Find the folder of a domain.
	 * @param domain the domain
	 * @return the folder, which is there
	 * @throws ScriptException if there is none, or more than one
	 */
	public Path find(Domain domain) {
		Set<Path> ends = new LinkedHashSet<>();
		List<Path> found = new ArrayList<>();
		String standard = ScriptFolders.MIGRATIONS + "/" + domain.name();
		for (String location : domain.locations().isEmpty() ? List.of(standard) : domain.locations()) {
			ScriptFolder folder = ScriptFolder.of(location);
			if (!folder.onClassPath()) {
				Path directory = this.root.resolve(folder.path());
				if (Files.isDirectory(directory)) {
					found.add(directory);
				}
			}
			else {
				ends.add(Path.of(folder.path()));
				if (folder.path().equals(standard)) {
					ends.add(Path.of("migrations", domain.name()));
				}
			}
		}
		Search search = new Search(this.root, domain.name(), ends);
		found.addAll(search.run());
		if (found.size() == 1) {
			return found.get(0);
		}
		throw found.isEmpty() ? none(domain, ends, search.siblings) : several(domain, found);
	}

	private ScriptException none(Domain domain, Set<Path> ends, Set<String> siblings) {
		return new ScriptException(
				"No folder of the domain '%s' was found in '%s' or below it; looked for …/%s.%s Nothing was written."
					.formatted(domain.name(), this.root,
							ends.stream().map(Path::toString).collect(Collectors.joining(" and …/")),
							NearestName.hint(domain.name(), siblings)),
				"Run it in the directory of the project, or say where with '--directory', for instance --directory src/main/resources/%s/%s: that is how a new domain begins."
					.formatted(ScriptFolders.MIGRATIONS, domain.name()));
	}

	private ScriptException several(Domain domain, List<Path> found) {
		String list = found.stream()
			.map((folder) -> "    " + folder)
			.collect(Collectors.joining(System.lineSeparator()));
		return new ScriptException(
				"The migrations of the domain '%s' are in several folders.%n%n%s%n%nNothing was written."
					.formatted(domain.name(), list),
				"Say which one is meant with '--directory'.");
	}

	private static final class Search extends SimpleFileVisitor<Path> {

		private final Path root;

		private final String domain;

		private final Set<Path> ends;

		private final List<Path> found = new ArrayList<>();

		private final Set<String> siblings = new TreeSet<>();

		private Search(Path root, String domain, Set<Path> ends) {
			this.root = root;
			this.domain = domain;
			this.ends = ends;
		}

		private List<Path> run() {
			try {
				Files.walkFileTree(this.root, Set.of(), DEPTH, this);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Could not look through '%s'".formatted(this.root), ex);
			}
			return this.found.stream().sorted().toList();
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
			String name = String.valueOf(directory.getFileName());
			boolean inside = !directory.equals(this.root);
			if (inside && (name.startsWith(".") || SKIPPED.contains(name) || directory.endsWith(TESTS))) {
				return FileVisitResult.SKIP_SUBTREE;
			}
			for (Path end : this.ends) {
				if (directory.endsWith(end)) {
					this.found.add(directory);
					return FileVisitResult.SKIP_SUBTREE;
				}
				if (!name.equals(this.domain) && end.getParent() != null && directory.getParent() != null
						&& directory.getParent().endsWith(end.getParent())) {
					this.siblings.add(name);
				}
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException failure) {
			return FileVisitResult.CONTINUE;
		}

	}

}
