package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Runs programs without the rights of root, which PostgreSQL refuses to have. For an
 * ordinary user there is nothing to do.
 */
final class Privileges {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String IS_ORDINARY_USER = "[ \"$(id -u)\" != 0 ] && id -un > /dev/null";

	private final @Nullable UnprivilegedRun method;

	private final ProcessUser user;

	private Privileges(@Nullable UnprivilegedRun method, ProcessUser user) {
		this.method = method;
		this.user = user;
	}

	/**
	 * Finds out how to run a server here.
	 * @param directory the directory that holds the cluster
	 * @param cluster the cluster, which need not exist yet
	 * @param methods the ways to give up root's rights that may be tried
	 * @return the privileges to run it with
	 * @throws EmbeddedServerException when this process is root and no way works
	 */
	static Privileges of(Path directory, Path cluster, Set<UnprivilegedRun> methods) {
		try {
			ProcessUser current = ProcessUser.current();
			if (!current.isRoot()) {
				return new Privileges(null, current);
			}
			ProcessUser owner = Files.exists(cluster) ? ProcessUser.owning(cluster) : current;
			List<String> tried = new ArrayList<>();
			for (UnprivilegedRun method : methods) {
				if (method == UnprivilegedRun.UNSHARE && !owner.isRoot()) {
					continue;
				}
				boolean handOver = method != UnprivilegedRun.UNSHARE && owner.isRoot();
				Privileges privileges = new Privileges(method, handOver ? ProcessUser.nobody() : owner);
				Command.Result result = privileges.run(IS_ORDINARY_USER + enter(directory));
				if (result.successful()) {
					return privileges;
				}
				tried.add("'%s': %s".formatted(method.program(),
						result.output().isEmpty() ? "exit code " + result.exitCode() : result.output()));
			}
			throw cannot(directory, tried);
		}
		catch (IOException ex) {
			throw cannot(directory, List.of(ex.toString()));
		}
	}

	/**
	 * What to execute instead of a command.
	 * @param command the command
	 * @return the command with what gives up root's rights before it
	 */
	List<String> command(List<String> command) {
		return (this.method != null) ? this.method.command(this.user, command) : command;
	}

	/**
	 * Whether the server can enter a directory.
	 * @param directory an existing directory
	 * @return {@code true} when it can
	 */
	boolean canEnter(Path directory) {
		if (!changesUser()) {
			return true;
		}
		return run(":" + enter(directory)).successful();
	}

	/**
	 * Gives files to the user that the server runs as, when it is another one.
	 * @param tree a file, or a directory with all that is in it
	 * @throws IOException when they cannot be given away
	 */
	void handOver(Path tree) throws IOException {
		if (!changesUser()) {
			return;
		}
		Files.walkFileTree(tree, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				return visitFile(directory, attributes);
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.setAttribute(file, "unix:uid", Privileges.this.user.uid(), LinkOption.NOFOLLOW_LINKS);
				Files.setAttribute(file, "unix:gid", Privileges.this.user.gid(), LinkOption.NOFOLLOW_LINKS);
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private boolean changesUser() {
		return this.method != null && this.method != UnprivilegedRun.UNSHARE;
	}

	private Command.Result run(String script) {
		try {
			return Command.run(command(List.of("/bin/sh", "-c", script)), Path.of("/"), TIMEOUT);
		}
		catch (IOException ex) {
			return new Command.Result(-1, String.valueOf(ex.getMessage()));
		}
	}

	private static String enter(Path directory) {
		return " && cd " + UnprivilegedRun.quote(directory.toString());
	}

	private static EmbeddedServerException cannot(Path directory, List<String> tried) {
		return new EmbeddedServerException(
				"PostgreSQL refuses to run as root, and no way to run it as another user works here (tried %s). '%s' was left as it was."
					.formatted(String.join("; ", tried), directory),
				"Run the application as an ordinary user, install 'setpriv' (package util-linux),"
						+ " or set 'spring.datasource.url' to a server that runs elsewhere.");
	}

}
