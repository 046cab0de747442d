package io.bailiwick.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.bailiwick.sample.process.KillMoment.FirstStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills an application during its first start, at different moments, and starts it again
 * on what that has left. {@code -Dbailiwick.kill.rounds=10} visits every moment ten
 * times, {@code -Dbailiwick.kill.seed} repeats a run as far as a machine can.
 */
class KilledStartIntegrationTests {

	@TempDir(factory = TargetDirectory.class)
	private Path directory;

	@AfterEach
	void killLeftovers() {
		Leftovers.kill(this.directory);
	}

	@Test
	void theNextStartEndsWithEveryMigrationAppliedOnceAndRecordedOnce() throws Exception {
		Path cache = this.directory.resolve("cache");
		List<String> reference = untouchedStart(cache);
		assertThat(DatabaseContents.history(reference)).hasSizeGreaterThan(5).allMatch((line) -> line.endsWith("|t"));
		long seed = Long.getLong("bailiwick.kill.seed", System.nanoTime());
		Random random = new Random(seed);
		System.out.printf("Killing first starts with -Dbailiwick.kill.seed=%d%n", seed);
		for (int round = 1; round <= Integer.getInteger("bailiwick.kill.rounds", 1); round++) {
			for (KillMoment moment : KillMoment.values()) {
				Path place = this.directory.resolve("%s-%d".formatted(moment, round));
				// Where unpacking is over, it does not matter who has unpacked.
				boolean unpacks = moment.compareTo(KillMoment.UNPACKED) <= 0;
				killAndStartAgain(moment, random.nextInt(moment.spread() + 1), unpacks ? place.resolve("cache") : cache,
						place, reference);
			}
		}
	}

	private List<String> untouchedStart(Path cache) throws Exception {
		Path data = this.directory.resolve("untouched");
		try (ApplicationProcess application = start(cache, data)) {
			return contents(application, data);
		}
	}

	private void killAndStartAgain(KillMoment moment, int delay, Path cache, Path place, List<String> reference)
			throws Exception {
		Path data = place.resolve("postgresql");
		long start = System.nanoTime();
		for (int attempt = 1; !kill(moment, delay, cache, data); attempt++) {
			assertThat(attempt).as("attempts to kill at %s + %d ms before it is ready", moment, delay).isLessThan(5);
			Leftovers.kill(this.directory);
			delete(place);
		}
		long killed = System.nanoTime();
		try (ApplicationProcess second = start(cache, data)) {
			assertThat(contents(second, data)).as("after a kill at %s + %d ms", moment, delay).isEqualTo(reference);
		}
		System.out.printf("%s + %d ms: killed after %d ms, whole %d ms later%n", moment, delay,
				TimeUnit.NANOSECONDS.toMillis(killed - start),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
		delete(place);
	}

	/**
	 * Start it and kill it.
	 * @return {@code false} when it was ready before, as this test did not get a
	 * processor
	 */
	private boolean kill(KillMoment moment, int delay, Path cache, Path data) throws Exception {
		ApplicationProcess first = start(cache, data);
		FirstStart seen = new FirstStart(first, cache, data);
		Await.until(() -> moment.seen(seen) || !first.isAlive(), () -> moment + " was not seen:\n" + first.output());
		// No condition to wait for: the point is to be anywhere between two of them.
		TimeUnit.MILLISECONDS.sleep(delay);
		assertThat(first.isAlive()).as("%s: %s", moment, first.output()).isTrue();
		first.kill();
		return !first.output().contains(KillableApplication.READY);
	}

	private void delete(Path place) throws Exception {
		// The second start has stopped what the first one left, or it ends by itself.
		Leftovers.awaitNone(this.directory);
		FileSystemUtils.deleteRecursively(place);
	}

	private List<String> contents(ApplicationProcess application, Path data) throws Exception {
		application.awaitOutput(KillableApplication.READY);
		try (Connection connection = DatabaseContents.connect(data)) {
			return DatabaseContents.read(connection);
		}
	}

	private ApplicationProcess start(Path cache, Path data) throws IOException {
		List<String> classPath = new ArrayList<>(ClassPaths.starter());
		classPath.add(Path.of("target", "test-classes").toAbsolutePath().toString());
		return ApplicationProcess.start(Files.createDirectories(this.directory), Map.of(),
				List.of("-cp",
						ClassPaths.join(classPath, ClassPaths.jars("bailiwick-sample-migrations"),
								ClassPaths.embeddedServer()),
						"-Dbailiwick.embedded.cache-directory=" + cache, KillableApplication.class.getName(),
						"--bailiwick.embedded.data-directory=" + data, "--bailiwick.domains.wallets.depends-on=users",
						"--bailiwick.domains.transfers.depends-on=users,wallets"));
	}

}
