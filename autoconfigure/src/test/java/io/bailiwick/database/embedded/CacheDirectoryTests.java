package io.bailiwick.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CacheDirectoryTests {

	private final String userHome = System.getProperty("user.home");

	private final String temporaryDirectory = System.getProperty("java.io.tmpdir");

	@TempDir
	Path temporary;

	@BeforeEach
	void moveHome() {
		System.setProperty("user.home", this.temporary.toString());
		System.setProperty("java.io.tmpdir", this.temporary.toString());
	}

	@AfterEach
	void restoreProperties() {
		System.setProperty("user.home", this.userHome);
		System.setProperty("java.io.tmpdir", this.temporaryDirectory);
		System.clearProperty(CacheDirectory.PROPERTY);
	}

	@Test
	void followsTheProperty() {
		System.setProperty(CacheDirectory.PROPERTY, "/elsewhere");
		assertThat(CacheDirectory.choose(Map.of(), (directory) -> true)).isEqualTo(Path.of("/elsewhere"));
	}

	@Test
	void followsTheDesktopsConvention() {
		assertThat(CacheDirectory.choose(Map.of("XDG_CACHE_HOME", this.temporary + "/xdg"), (directory) -> true))
			.isEqualTo(this.temporary.resolve("xdg/bailiwick"))
			.isDirectory();
	}

	@Test
	void isInTheHomeByDefault() {
		assertThat(CacheDirectory.choose(Map.of("XDG_CACHE_HOME", "relative"), (directory) -> true))
			.startsWith(this.temporary)
			.endsWith(Path.of("bailiwick"))
			.isDirectory();
	}

	@Test
	void isInTheTemporaryDirectoryWhenTheUserHasNoHome() {
		System.setProperty("user.home", "?");
		assertThat(CacheDirectory.choose(Map.of(), (directory) -> true)).isEqualTo(inTemporaryDirectory())
			.isDirectory();
		assertThat(CacheDirectory.choose(Map.of(), (directory) -> true)).isEqualTo(inTemporaryDirectory());
	}

	@Test
	void isInTheTemporaryDirectoryWhenTheServerCannotEnterTheHome() {
		assertThat(CacheDirectory.choose(Map.of(), (directory) -> false)).isEqualTo(inTemporaryDirectory());
	}

	@Test
	void runsNoProgramsThatSomebodyElseMayHaveLeft() throws IOException {
		Files.createDirectory(inTemporaryDirectory());
		Files.setPosixFilePermissions(inTemporaryDirectory(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> CacheDirectory.choose(Map.of(), (directory) -> false))
			.withMessageContaining("somebody else can write to it");
	}

	private Path inTemporaryDirectory() {
		return this.temporary.resolve("bailiwick-" + System.getProperty("user.name"));
	}

}
