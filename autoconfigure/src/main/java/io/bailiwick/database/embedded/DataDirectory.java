package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The directory of an embedded server and what lies where in it.
 *
 * @param path the directory, with symbolic links resolved once it exists
 */
record DataDirectory(Path path) {

	private static final Log logger = LogFactory.getLog(DataDirectory.class);

	Path cluster() {
		return this.path.resolve("data");
	}

	Path passwordFile() {
		return this.path.resolve("pgpass");
	}

	Path serverLog() {
		return this.path.resolve("server.log");
	}

	Path owner() {
		return this.path.resolve("owner");
	}

	/**
	 * Creates the directory if need be.
	 * @param path where
	 * @return the directory
	 * @throws EmbeddedServerException when it cannot be created or written
	 */
	static DataDirectory create(Path path) {
		try {
			boolean created = !Files.exists(path);
			if (!Files.isDirectory(path)) {
				Files.createDirectories(path);
			}
			Path directory = path.toRealPath();
			if (created) {
				// Only in a directory of our own: elsewhere it would hide what is not
				// ours.
				Files.writeString(directory.resolve(".gitignore"), "*\n");
			}
			if (!Files.isWritable(directory)) {
				throw new IOException("this user may not write to it");
			}
			return new DataDirectory(directory);
		}
		catch (IOException ex) {
			throw unusable(path, ex);
		}
	}

	/**
	 * Makes this process the one that uses the directory.
	 * @return the lock to release when it does no longer
	 * @throws EmbeddedServerException when another application, or this one, uses it
	 */
	ProcessLock acquireLock() {
		try {
			ProcessLock lock = ProcessLock.tryAcquire(this.path, "lock");
			if (lock == null) {
				throw Owner.read(owner()).inUse(this);
			}
			return lock;
		}
		catch (IOException ex) {
			throw unusable(this.path, ex);
		}
	}

	void release(ProcessLock lock) {
		try (lock) {
			Files.deleteIfExists(owner());
		}
		catch (IOException ex) {
			logger.warn("'%s' could not be released".formatted(this.path), ex);
		}
	}

	static EmbeddedServerException unusable(Path path, IOException cause) {
		return new EmbeddedServerException(
				"The directory '%s' of the embedded PostgreSQL cannot be used: %s. No server was started."
					.formatted(path, cause),
				"Make the directory writable for this user, or name another one"
						+ " with the property 'bailiwick.embedded.data-directory'.",
				cause);
	}

	/**
	 * Writes a small file so that it is either there as a whole or not at all.
	 * @param file the file
	 * @param content what to write
	 * @param permissions who may read and write it
	 * @throws IOException when it cannot be written
	 */
	static void write(Path file, String content, String permissions) throws IOException {
		Path temporary = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".tmp",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
		try {
			Files.writeString(temporary, content, StandardOpenOption.SYNC);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	DirectoryStream<Path> leftovers() throws IOException {
		return Files.newDirectoryStream(this.path, "{initdb-*,pgpass-*.tmp,owner-*.tmp}");
	}

}
