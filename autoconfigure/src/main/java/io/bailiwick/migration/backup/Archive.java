package io.bailiwick.migration.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * A file that {@code pg_dump} has written.
 */
public final class Archive {

	private final Path file;

	private final List<Program> programs;

	private Archive(Path file, List<Program> programs) {
		this.file = file;
		this.programs = programs;
	}

	/**
	 * Find the schemas that an archive has. No database is asked.
	 * @param file the archive
	 * @param settings where the programs are
	 * @return the names of the schemas
	 * @throws BackupException if the file is no archive, or if no program here can read
	 * it
	 */
	public static Set<String> schemas(Path file, BackupSettings settings) {
		Assert.notNull(file, "'file' must not be null");
		return read(file, new Programs(settings.binDirectory()).restore(0)).schemas();
	}

	static ArchiveContents read(Path file, List<Program> programs) {
		return new Archive(file, programs).read(new ArrayList<>());
	}

	/**
	 * The first of several programs that can read a file.
	 */
	static Program reader(Path file, List<Program> programs) {
		List<Program> used = new ArrayList<>();
		new Archive(file, programs).read(used);
		return used.get(used.size() - 1);
	}

	private ArchiveContents read(List<Program> used) {
		if (!Files.isReadable(this.file)) {
			throw new BackupException("There is no archive '%s', or this process may not read it. Nothing was changed."
				.formatted(this.file), "Correct the path.");
		}
		Program.Failed failure = null;
		for (Program program : this.programs) {
			try {
				List<String> lines = new ArrayList<>();
				used.add(program);
				program.run(List.of("--list", this.file.toString()), Map.of(), lines::add, (line) -> {
				});
				return new ArchiveContents(lines);
			}
			catch (Program.Failed ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		String description = "'%s' can not be read as an archive of pg_dump.%n%n%s%n%nNothing was changed."
			.formatted(this.file, (failure != null) ? failure.quoted() : "");
		String action = "Name a file that 'db backup' or 'pg_dump --format=custom' has written. One that a newer pg_dump has written needs a newer pg_restore.";
		throw (failure != null) ? new BackupException(description, action, failure)
				: new BackupException(description, action);
	}

}
