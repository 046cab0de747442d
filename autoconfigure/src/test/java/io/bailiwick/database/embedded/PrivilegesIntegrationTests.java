package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PrivilegesIntegrationTests {

	private static final List<String> NEEDED = List.of("spring-core", "spring-boot-4", "commons-", "jspecify", "xz-",
			"postgres", "logback", "slf4j");

	@TempDir
	static Path cache;

	@TempDir
	Path temporary;

	@BeforeAll
	static void requireRoot() throws IOException {
		assumeTrue(ProcessUser.current().isRoot(), "Only root can give up root's rights");
		allowOthersIn(cache);
	}

	@BeforeEach
	void allowOthersIn() throws IOException {
		allowOthersIn(this.temporary);
	}

	@Test
	void keepsRootsFilesWhereUserNamespacesWork() throws IOException, SQLException {
		assumeTrue(works(UnprivilegedRun.UNSHARE), "User namespaces are not allowed here");
		try (EmbeddedServer server = start(EnumSet.allOf(UnprivilegedRun.class))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
			assertThat(ProcessUser.owning(cluster()).isRoot()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "UNSHARE")
	void handsTheDataOverToNobodyWhereTheyDoNot(UnprivilegedRun method) throws IOException, SQLException {
		assumeTrue(works(method), "'%s' does not work here".formatted(method.program()));
		ProcessUser nobody = ProcessUser.nobody();
		ProcessHandle process;
		try (EmbeddedServer server = start(EnumSet.of(method))) {
			TestServers.query(server, "CREATE TABLE kept AS SELECT 1 AS one");
			process = Objects.requireNonNull(Postmaster.read(cluster())).liveServer(cluster()).orElseThrow();
			assertThat(ProcessUser.owning(Path.of("/proc", Long.toString(process.pid()))).uid())
				.isEqualTo(nobody.uid());
			assertThat(ProcessUser.owning(cluster())).isEqualTo(nobody);
		}
		assertThat(process.isAlive()).isFalse();
		try (EmbeddedServer server = start(EnumSet.allOf(UnprivilegedRun.class))) {
			assertThat(TestServers.query(server, "SELECT one FROM kept")).isEqualTo("1");
		}
	}

	@Test
	void handsOverDataThatBelongsToRoot() throws IOException, SQLException {
		assumeTrue(works(UnprivilegedRun.UNSHARE) && works(UnprivilegedRun.SETPRIV), "unshare or setpriv is missing");
		start(EnumSet.of(UnprivilegedRun.UNSHARE)).close();
		try (EmbeddedServer server = start(EnumSet.of(UnprivilegedRun.SETPRIV))) {
			assertThat(TestServers.query(server, "SELECT 1")).isEqualTo("1");
			assertThat(ProcessUser.owning(cluster().resolve("PG_VERSION"))).isEqualTo(ProcessUser.nobody());
		}
	}

	@Test
	void saysWhatItHasTriedWhenNothingWorks() throws IOException {
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwx------"));
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> start(EnumSet.of(UnprivilegedRun.SETPRIV)))
			.withMessageContaining("refuses to run as root")
			.withMessageContaining("'setpriv': ")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("ordinary user"));
		assertThat(cluster()).doesNotExist();
	}

	@Test
	void needsNothingSpecialForAnOrdinaryUser() throws IOException {
		assumeTrue(works(UnprivilegedRun.SETPRIV), "setpriv does not work here");
		ProcessUser nobody = ProcessUser.nobody();
		Path home = Files.createDirectory(this.temporary.resolve("home"));
		Files.setAttribute(home, "unix:uid", nobody.uid());
		try (ApplicationProcess application = ApplicationProcess.run(UnprivilegedRun.SETPRIV.command(nobody, List.of()),
				List.of("-Djava.io.tmpdir=" + home), copyOfClasspath(), home.resolve("postgresql").toString())) {
			application.await("READY");
			// Nobody has no home, so the cache is in the temporary directory.
			assertThat(home.resolve("bailiwick-nobody")).isDirectory();
			assertThat(ProcessUser.owning(home.resolve("postgresql/data")).uid()).isEqualTo(nobody.uid());
		}
		assertThat(home.resolve("postgresql/data/postmaster.pid")).doesNotExist();
		try (ApplicationProcess application = ApplicationProcess.run(UnprivilegedRun.SETPRIV.command(nobody, List.of()),
				List.of("-Djava.io.tmpdir=" + home), copyOfClasspath(),
				this.temporary.resolve("postgresql").toString())) {
			assertThat(application.await("FAILED")).contains("'%s'".formatted(this.temporary.resolve("postgresql")))
				.contains("AccessDenied");
		}
	}

	@Test
	void showsWhatInitdbSaidWhenTheDiskIsFull() throws IOException {
		Path disk = Files.createDirectory(this.temporary.resolve("disk"));
		List<String> smallDisk = List.of("unshare", "-m", "/bin/sh", "-c",
				"mount -t tmpfs -o size=12m none '%s' && exec \"$@\"".formatted(disk), "sh");
		assumeTrue(Command.run(concat(smallDisk, List.of("true")), disk, Duration.ofSeconds(10)).successful(),
				"File systems cannot be mounted here");
		try (ApplicationProcess application = ApplicationProcess.run(smallDisk, List.of(),
				ApplicationProcess.classpath(), disk.resolve("postgresql").toString(), cache.toString())) {
			assertThat(application.await("FAILED")).contains("could not be created")
				.contains("No space left on device");
		}
	}

	private EmbeddedServer start(EnumSet<UnprivilegedRun> methods) {
		return EmbeddedServer.start(TestServers.settings(directory()).withCacheDirectory(cache), methods);
	}

	private boolean works(UnprivilegedRun method) {
		try {
			Privileges.of(this.temporary, cluster(), EnumSet.of(method));
			return true;
		}
		catch (EmbeddedServerException ex) {
			return false;
		}
	}

	private Path directory() {
		return this.temporary.resolve("postgresql");
	}

	private Path cluster() {
		return directory().resolve("data");
	}

	private String copyOfClasspath() throws IOException {
		List<String> copies = new ArrayList<>();
		Path library = Files.createDirectories(this.temporary.resolve("lib"));
		for (String entry : ApplicationProcess.classpath().split(":")) {
			Path source = Path.of(entry);
			Path target = library.resolve(copies.size() + "-" + source.getFileName());
			if (Files.isDirectory(source)) {
				FileSystemUtils.copyRecursively(source, target);
				copies.add(target.toString());
			}
			else if (Files.exists(source) && (entry.contains("bailiwick")
					|| NEEDED.stream().anyMatch(source.getFileName().toString()::contains))) {
				Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
				copies.add(target.toString());
			}
		}
		return String.join(":", copies);
	}

	private static List<String> concat(List<String> first, List<String> second) {
		List<String> result = new ArrayList<>(first);
		result.addAll(second);
		return result;
	}

	private static void allowOthersIn(Path directory) throws IOException {
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
