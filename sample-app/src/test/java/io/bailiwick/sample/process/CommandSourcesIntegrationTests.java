package io.bailiwick.sample.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a command takes of an application, and what it leaves alone.
 */
class CommandSourcesIntegrationTests {

	@TempDir(factory = TargetDirectory.class)
	private Path directory;

	@AfterEach
	void killLeftovers() {
		Leftovers.kill(this.directory);
	}

	@Test
	void noBeanOfTheApplicationIsMadeButWhatItsMigrationsNeed() throws Exception {
		CommandProcess without = run(List.of(), "db", "info", "users");
		assertThat(without.code()).as(without.text()).isZero();
		assertThat(without.out()).contains("create users").doesNotContain("Write in Java");
		CommandProcess with = run(List.of(), "db", "info", "users",
				"--bailiwick.command.sources=" + CommandApplication.Migrations.class.getName());
		assertThat(with.code()).as(with.text()).isZero();
		assertThat(with.out()).contains("create users", "Write in Java");
		Leftovers.awaitNone(this.directory);
	}

	@Test
	void aMissingLibraryIsNamed() throws Exception {
		List<String> classPath = new ArrayList<>(ClassPaths.starter());
		assertThat(classPath.removeIf((jar) -> jar.contains("picocli-"))).isTrue();
		CommandProcess missing = run(classPath, List.of(), "db", "info");
		assertThat(missing.code()).isEqualTo(1);
		assertThat(missing.err()).contains("info.picocli:picocli").doesNotContain("\tat ");
	}

	@Test
	void anApplicationKeepsACommandOfItsOwn() throws Exception {
		CommandProcess own = run(List.of("-Dbailiwick.command.enabled=false"), "db", "info");
		assertThat(own.code()).isEqualTo(1);
		assertThat(own.text()).contains(CommandApplication.MADE);
	}

	private CommandProcess run(List<String> options, String... arguments) throws Exception {
		return run(ClassPaths.starter(), options, arguments);
	}

	private CommandProcess run(List<String> libraries, List<String> options, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(options);
		command.addAll(List.of("-cp",
				ClassPaths.join(List.of(Path.of("target", "test-classes").toAbsolutePath().toString()), libraries,
						ClassPaths.jars("bailiwick-sample-migrations-"), ClassPaths.embeddedServer()),
				CommandApplication.class.getName()));
		command.addAll(List.of(arguments));
		return CommandProcess.run(this.directory, Map.of(), command);
	}

}
