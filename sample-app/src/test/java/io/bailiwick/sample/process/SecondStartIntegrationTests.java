package io.bailiwick.sample.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as somebody runs it who has configured nothing: its data lies in the
 * directory in which it was started.
 */
class SecondStartIntegrationTests {

	@TempDir(factory = TargetDirectory.class)
	private Path directory;

	@AfterEach
	void killLeftovers() {
		Leftovers.kill(this.directory);
	}

	@Test
	void aSecondStartKeepsTheDataAndMigratesNothing() throws Exception {
		String user;
		try (ApplicationProcess first = start()) {
			first.awaitOutput("Started SampleApplication");
			assertThat(first.output()).contains("Migrating schema");
			user = createUser(first);
		}
		Leftovers.awaitNone(this.directory);
		try (ApplicationProcess second = start()) {
			second.awaitOutput("Started SampleApplication");
			assertThat(second.output()).contains("up to date: users, wallets, transfers")
				.doesNotContain("Migrating schema");
			assertThat(second.get("/users/" + user).statusCode()).isEqualTo(200);
		}
		Leftovers.awaitNone(this.directory);
	}

	@Test
	void aSecondApplicationOnTheSameDataEndsWithAnExplanationAndTheFirstGoesOn() throws Exception {
		try (ApplicationProcess first = start(); ApplicationProcess second = start(first)) {
			assertThat(second.awaitExit()).isEqualTo(1);
			assertThat(second.output()).contains("APPLICATION FAILED TO START")
				.contains("is in use by process " + first.pid())
				.contains("Give this application a directory of its own")
				.doesNotContain("\tat ");
			assertThat(first.get("/users/" + createUser(first)).statusCode()).isEqualTo(200);
		}
		Leftovers.awaitNone(this.directory);
	}

	private ApplicationProcess start(ApplicationProcess after) throws Exception {
		after.awaitOutput("Started SampleApplication");
		return start();
	}

	private ApplicationProcess start() throws Exception {
		return ApplicationProcess.start(this.directory, Map.of(),
				List.of("-jar", ClassPaths.sampleJar().toString(), "--server.port=0"));
	}

	private static String createUser(ApplicationProcess application) throws Exception {
		String answer = application.post("/users", """
				{"email": "ada@example.com", "name": "Ada"}""").body();
		String id = JsonMapper.shared().readTree(answer).path("id").asString();
		assertThat(id).as(answer).isNotEmpty();
		return id;
	}

}
