package io.bailiwick.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.FileSystemUtils;

/**
 * Keeps unpacked PostgreSQL installations in a directory, one for each archive. Whoever
 * is killed while unpacking leaves a temporary directory behind, never a half
 * installation.
 */
final class BinariesCache {

	private static final Log logger = LogFactory.getLog(BinariesCache.class);

	private static final Duration UNPACK_TIMEOUT = Duration.ofMinutes(3);

	private final Path directory;

	BinariesCache(Path directory) {
		this.directory = directory.toAbsolutePath().normalize();
	}

	/**
	 * The installation of an archive, unpacked when this is the first time.
	 * @param archive where to read the archive
	 * @return the installation
	 * @throws EmbeddedServerException when it cannot be unpacked or does not run here
	 */
	Installation install(URL archive) {
		try {
			Path home = this.directory.resolve(ArchiveKey.of(archive));
			Installation installation = Installation.find(home);
			return (installation != null) ? installation : install(archive, home);
		}
		catch (IOException | UncheckedIOException ex) {
			throw new EmbeddedServerException(
					"PostgreSQL's programs from '%s' could not be unpacked below '%s': %s. No server was started."
						.formatted(archive, this.directory, ex.getMessage()),
					"Check that the directory can be written, has 100 MB of space and allows programs to run,"
							+ " or name another one with the property 'bailiwick.embedded.cache-directory'.",
					ex);
		}
	}

	private Installation install(URL archive, Path home) throws IOException {
		TxzArchive.Libraries.require();
		if (!Files.isDirectory(this.directory)) {
			Files.createDirectories(this.directory);
		}
		ProcessLock lock = acquireLock(home);
		try {
			Installation installation = Installation.find(home);
			return (installation != null) ? installation : unpackInto(home, archive);
		}
		finally {
			lock.close();
		}
	}

	private Installation unpackInto(Path home, URL archive) throws IOException {
		deleteLeftovers(home);
		Path temporary = Files.createDirectory(home.resolveSibling(temporaryPrefix(home) + UUID.randomUUID()));
		try {
			unpack(archive, temporary);
			Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			FileSystemUtils.deleteRecursively(temporary);
		}
		Installation installation = Installation.find(home);
		if (installation == null) {
			throw new IOException("'%s' was changed by somebody else".formatted(home));
		}
		return installation;
	}

	private void unpack(URL archive, Path target) throws IOException {
		long start = System.nanoTime();
		URLConnection connection = archive.openConnection();
		connection.setUseCaches(false);
		try (InputStream stream = connection.getInputStream()) {
			TxzArchive.unpack(stream, target);
		}
		Installation.declare(target);
		if (logger.isInfoEnabled()) {
			logger.info("Unpacked PostgreSQL into '%s' in %d ms".formatted(this.directory,
					(System.nanoTime() - start) / 1_000_000));
		}
	}

	private ProcessLock acquireLock(Path home) throws IOException {
		long deadline = System.nanoTime() + UNPACK_TIMEOUT.toNanos();
		while (System.nanoTime() < deadline) {
			ProcessLock lock = ProcessLock.tryAcquire(this.directory, home.getFileName() + ".lock");
			if (lock != null) {
				return lock;
			}
			Pause.briefly();
		}
		throw new IOException("another process has been unpacking them for %s".formatted(UNPACK_TIMEOUT));
	}

	private void deleteLeftovers(Path home) throws IOException {
		if (FileSystemUtils.deleteRecursively(home)) {
			logger.info("Files are missing from '%s': unpacking it again".formatted(home));
		}
		try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(this.directory, temporaryPrefix(home) + "*")) {
			for (Path leftover : leftovers) {
				FileSystemUtils.deleteRecursively(leftover);
				logger.info("Deleted '%s', left behind by an interrupted start".formatted(leftover));
			}
		}
	}

	private static String temporaryPrefix(Path home) {
		return home.getFileName() + ".unpacking-";
	}

}
