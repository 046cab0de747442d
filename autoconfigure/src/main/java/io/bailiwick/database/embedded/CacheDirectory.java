package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Chooses where this user's unpacked servers are kept.
 */
final class CacheDirectory {

	static final String PROPERTY = "bailiwick.embedded.cache-directory";

	private CacheDirectory() {
	}

	/**
	 * The directory to use: the user's cache, or the temporary directory when the home
	 * cannot be written or entered.
	 * @param environment the environment variables
	 * @param usable whether the server may enter an existing directory
	 * @return the directory, which exists
	 */
	static Path choose(Map<String, String> environment, Predicate<Path> usable) {
		String configured = System.getProperty(PROPERTY, "");
		if (!configured.isBlank()) {
			return Path.of(configured).toAbsolutePath();
		}
		Path cache = inHome(environment);
		if (cache != null && isWritable(cache) && usable.test(cache)) {
			return cache;
		}
		return inTemporaryDirectory();
	}

	private static @Nullable Path inHome(Map<String, String> environment) {
		String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
		if (xdg.startsWith("/")) {
			return Path.of(xdg, "bailiwick");
		}
		// A user without a passwd entry, as in some containers, has the home "?".
		String home = System.getProperty("user.home", "");
		if (!home.startsWith("/") || !Files.isDirectory(Path.of(home))) {
			return null;
		}
		boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
		return Path.of(home, mac ? "Library/Caches" : ".cache", "bailiwick");
	}

	private static boolean isWritable(Path directory) {
		try {
			return Files.isWritable(Files.isDirectory(directory) ? directory : Files.createDirectories(directory));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Path inTemporaryDirectory() {
		String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
		Path directory = Path.of(System.getProperty("java.io.tmpdir"), "bailiwick-" + user).toAbsolutePath();
		try {
			if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
				Files.createDirectory(directory,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
			}
			if (belongsToUser(directory)) {
				return directory;
			}
		}
		catch (IOException ex) {
			throw unusable(directory, ex);
		}
		throw unusable(directory, new IOException("somebody else can write to it"));
	}

	/**
	 * Everybody can write to the temporary directory: programs that somebody else has put
	 * there must not be run.
	 */
	private static boolean belongsToUser(Path directory) throws IOException {
		PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		Path probe = Files.createTempFile(directory, "probe", null);
		try {
			return attributes.isDirectory() && attributes.owner().equals(Files.getOwner(probe))
					&& !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
					&& !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
		}
		finally {
			Files.delete(probe);
		}
	}

	private static EmbeddedServerException unusable(Path directory, IOException cause) {
		return new EmbeddedServerException(
				"There is no directory to unpack PostgreSQL's programs into: the home directory cannot be used, nor can '%s': %s."
					.formatted(directory, cause.getMessage()),
				"Name a directory with the property '%s'.".formatted(PROPERTY), cause);
	}

}
