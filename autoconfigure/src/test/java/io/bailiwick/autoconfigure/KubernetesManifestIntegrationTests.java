package io.bailiwick.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.MigrationMode;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with the environments of the manifest in the guide: one that
 * migrates as the job does, and one that waits as the pods do.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class KubernetesManifestIntegrationTests {

	@TempDir
	Path classes;

	private final Database database = TestPostgres.newDatabase();

	private final Map<String, Map<String, Object>> manifests = new LinkedHashMap<>();

	@BeforeEach
	void read() throws IOException {
		for (Object document : new Yaml().loadAll(Files.readString(Path.of("..", "docs", "kubernetes.yaml")))) {
			Map<String, Object> manifest = map(document);
			this.manifests.put((String) manifest.get("kind"), manifest);
		}
		this.database.execute("""
				CREATE ROLE owner_of_%1$s LOGIN PASSWORD 'o';
				CREATE ROLE app_of_%1$s LOGIN PASSWORD 'a';
				GRANT CREATE ON DATABASE %1$s TO owner_of_%1$s""".formatted(this.database.name()));
	}

	@Test
	void theJobMigratesWithTheSameImageAsThePodsHave() {
		assertThat(this.manifests).containsOnlyKeys("Job", "Deployment");
		assertThat(container("Job").get("args")).isEqualTo(List.of("db", "migrate"));
		assertThat(container("Job").get("image")).isEqualTo(container("Deployment").get("image"));
		assertThat(container("Deployment")).doesNotContainKey("args");
		assertThat(environment("Deployment").keySet()).noneMatch((name) -> name.contains("OWNER"))
			.noneMatch((name) -> name.startsWith("BAILIWICK_DATABASES"));
	}

	@Test
	void thePodsAreNotEndedWhileTheyWait() {
		Map<String, Object> probe = map(container("Deployment").get("startupProbe"));
		Duration patience = Duration
			.ofSeconds((long) (Integer) probe.get("periodSeconds") * (Integer) probe.get("failureThreshold"));
		pod().withPropertyValues("bailiwick.migration.mode=none")
			.run((context) -> assertThat(patience)
				.isGreaterThan(context.getBean(MigrationProperties.class).waitTimeout().plusMinutes(1)));
	}

	@Test
	void thePodsStartWhenTheJobHasMigratedAndNeedItsLoginForNothing(CapturedOutput output) throws Exception {
		CompletableFuture<Void> pod = CompletableFuture.runAsync(() -> pod().run((context) -> {
			assertThat(context).hasNotFailed();
			for (String name : context.getBean(Domains.class).names()) {
				assertThat(context.getBean(DomainMigrations.class).mode(name)).isEqualTo(MigrationMode.WAIT);
			}
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			assertThat(jdbc.sql("SELECT current_user").query(String.class).single())
				.isEqualTo("app_of_" + this.database.name());
			assertThat(jdbc.sql("INSERT INTO users.users VALUES (1)").update()).isOne();
		}));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> pod.isDone()
					|| output.getOut().contains("Waiting up to 10 min for migrations by somebody else: users: "));
		assertThat(pod).isNotDone();
		job().run((context) -> assertThat(context).hasNotFailed());
		pod.get(60, TimeUnit.SECONDS);
	}

	private ApplicationContextRunner job() {
		Map<String, Object> environment = environment("Job");
		assertThat(environment).containsKeys("DATABASE_URL", "BAILIWICK_DATABASES_MAIN_MIGRATION_USERNAME",
				"BAILIWICK_DATABASES_MAIN_MIGRATION_PASSWORD");
		environment.put("BAILIWICK_DATABASES_MAIN_MIGRATION_USERNAME", "owner_of_" + this.database.name());
		environment.put("BAILIWICK_DATABASES_MAIN_MIGRATION_PASSWORD", "o");
		return application(environment);
	}

	private ApplicationContextRunner pod() {
		assertThat(environment("Deployment")).containsOnlyKeys("DATABASE_URL", "BAILIWICK_MIGRATION_MODE",
				"BAILIWICK_MIGRATION_WAITTIMEOUT");
		return application(environment("Deployment"));
	}

	private ApplicationContextRunner application(Map<String, Object> environment) {
		// What is made of DATABASE_URL before an application starts.
		environment.remove("DATABASE_URL");
		return DomainApplication.runner(this.classes)
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=app_of_" + this.database.name(), "spring.datasource.password=a")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new SystemEnvironmentPropertySource("manifest-systemEnvironment", environment)));
	}

	private Map<String, Object> container(String kind) {
		Map<String, Object> pod = map(map(map(this.manifests.get(kind).get("spec")).get("template")).get("spec"));
		List<?> containers = new ArrayList<>((List<?>) pod.get("containers"));
		assertThat(containers).hasSize(1);
		return map(containers.get(0));
	}

	private Map<String, Object> environment(String kind) {
		Map<String, Object> environment = new LinkedHashMap<>();
		for (Object entry : (List<?>) container(kind).get("env")) {
			Map<String, Object> variable = map(entry);
			environment.put((String) variable.get("name"), variable.getOrDefault("value", "a secret"));
		}
		return environment;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

}
