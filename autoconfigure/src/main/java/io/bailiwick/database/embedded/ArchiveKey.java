package io.bailiwick.database.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Tells archives apart by what is in them, as the name of a directory.
 */
final class ArchiveKey {

	private ArchiveKey() {
	}

	/**
	 * The key of an archive. A jar's table of contents already has a checksum and the
	 * size of the archive, which saves reading 15 MB at each start.
	 * @param archive where to read the archive
	 * @return the key
	 * @throws IOException when the archive cannot be read
	 */
	static String of(URL archive) throws IOException {
		URLConnection connection = archive.openConnection();
		connection.setUseCaches(false);
		if (connection instanceof JarURLConnection jar) {
			try (JarFile file = jar.getJarFile()) {
				// Not "getEntry": in a jar within Spring Boot's executable jar that one
				// has no
				// checksum.
				Optional<JarEntry> entry = file.stream()
					.filter((any) -> any.getName().equals(jar.getEntryName()))
					.findFirst();
				if (entry.isPresent() && entry.get().getCrc() != -1) {
					return "%s-%08x-%d".formatted(lastSegment(jar.getJarFileURL().getPath()), entry.get().getCrc(),
							entry.get().getSize());
				}
			}
		}
		return "%s-%s".formatted(lastSegment(archive.getPath()), digest(archive));
	}

	private static String lastSegment(String path) {
		String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
		return name.endsWith(".jar") ? name.substring(0, name.length() - ".jar".length()) : name;
	}

	private static String digest(URL archive) throws IOException {
		URLConnection connection = archive.openConnection();
		connection.setUseCaches(false);
		try (DigestInputStream stream = new DigestInputStream(connection.getInputStream(),
				MessageDigest.getInstance("SHA-256"))) {
			stream.transferTo(OutputStream.nullOutputStream());
			return HexFormat.of().formatHex(stream.getMessageDigest().digest(), 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
