package io.bailiwick.migration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated sequences of migrating, undoing, editing, repairing, killing and starting
 * again. {@code -Dbailiwick.sequences=2000} runs more of them,
 * {@code -Dbailiwick.sequences.seed=…} others, and {@code -Dbailiwick.sequences.only=17}
 * one of them alone.
 */
class MigrationSequencesIntegrationTests {

	private static final int COUNT = Integer.getInteger("bailiwick.sequences", 200);

	private static final long SEED = Long.getLong("bailiwick.sequences.seed", 20_240_229);

	private static final int ONLY = Integer.getInteger("bailiwick.sequences.only", -1);

	private static final int KILLED = 20;

	private static final int COMPARED = 10;

	@TempDir
	Path classes;

	@Test
	void catalogHistoryAndPlainFlywayAgreeAfterEachStep() throws Exception {
		System.out.printf("Seed of the sequences: %d%n", SEED);
		Database database = TestPostgres.newDatabase();
		Database scratch = TestPostgres.newDatabase();
		long start = System.nanoTime();
		int steps = 0;
		Spare spare = new Spare(database, this.classes);
		try (spare; TestMigrations migrations = SequenceRun.migrations(database, new MigrationFolder(this.classes))) {
			Map<String, Flyway> plain = SequenceRun.plain(migrations, this.classes);
			for (int i = (ONLY >= 0) ? ONLY : 0; i < ((ONLY >= 0) ? ONLY + 1 : COUNT); i++) {
				SequenceRun run = new SequenceRun(database, migrations, plain, this.classes, random(i));
				try {
					run(run, i, spare, scratch);
				}
				catch (Exception | AssertionError ex) {
					throw new AssertionError("Sequence %d of seed %d: %s%n%s".formatted(i, SEED,
							String.join(", ", run.told()), ex.getMessage()), ex);
				}
				steps += run.told().size();
			}
		}
		System.out.printf("%d steps in %d ms%n", steps, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
	}

	/**
	 * Neighbouring seeds would begin with nearly the same numbers.
	 */
	private static Random random(int number) {
		return new Random(new SplittableRandom(SEED + number).nextLong());
	}

	private static void run(SequenceRun run, int number, Spare spare, Database scratch) throws Exception {
		run.begin();
		int steps = 3 + number / 3 % 4;
		boolean killed = number % KILLED == 0;
		int kill = killed ? (number / KILLED) % steps : -1;
		for (int step = 0; step < steps; step++) {
			if (step == kill) {
				run.kill(spare::take);
			}
			else {
				run.step();
			}
		}
		if (number % COMPARED == COMPARED - 1) {
			run.compareWithScratch(scratch);
		}
	}

	/**
	 * A process that is there when one is needed: starting one takes longer than a whole
	 * sequence.
	 */
	private static final class Spare implements AutoCloseable {

		private final Database database;

		private final Path folder;

		private SequenceProcess next;

		Spare(Database database, Path folder) {
			this.database = database;
			this.folder = folder;
			this.next = SequenceProcess.start(database, folder);
		}

		SequenceProcess take() {
			SequenceProcess taken = this.next;
			this.next = SequenceProcess.start(this.database, this.folder);
			return taken;
		}

		@Override
		public void close() {
			this.next.close();
		}

	}

}
