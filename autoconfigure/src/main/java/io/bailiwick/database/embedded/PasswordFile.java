package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/**
 * Keeps the superuser's password in the format of PostgreSQL's "The Password File", so
 * that {@code PGPASSFILE} lets {@code psql} in.
 */
final class PasswordFile {

	private static final String[] HOSTS = { "127.0.0.1", "localhost" };

	private PasswordFile() {
	}

	static void write(DataDirectory directory, String password) throws IOException {
		StringBuilder lines = new StringBuilder();
		for (String host : HOSTS) {
			lines.append("%s:*:*:%s:%s%n".formatted(host, Cluster.SUPERUSER, password));
		}
		DataDirectory.write(directory.passwordFile(), lines.toString(), "rw-------");
	}

	static String read(DataDirectory directory) throws IOException {
		try {
			String line = Files.readAllLines(directory.passwordFile()).get(0);
			return line.substring(line.lastIndexOf(':') + 1);
		}
		catch (NoSuchFileException | IndexOutOfBoundsException ex) {
			throw new EmbeddedServerException(
					"The password of the embedded PostgreSQL is missing: there is data in '%s', but no password in '%s'. Both were left as they were."
						.formatted(directory.cluster(), directory.passwordFile()),
					"Restore the file with a line '127.0.0.1:*:*:%s:<password>', or delete '%s' if the data is not needed."
						.formatted(Cluster.SUPERUSER, directory.path()),
					ex);
		}
	}

}
