package io.bailiwick.benchmarks.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bailiwick.benchmarks.transaction.UnitsBenchmark.Way;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link UnitsBenchmark} in rounds that have each way once, in changing order, and
 * compares the ways within each round: what else goes on on the machine hits all of them
 * more or less alike. Then does the same in one JVM, in slices.
 */
public final class TransactionBenchmark {

	private static final int DEFAULT_ROUNDS = 7;

	private static final int SLICES = 3000;

	private TransactionBenchmark() {
	}

	/**
	 * Run the benchmark.
	 * @param args the number of rounds, 0 for the slices alone
	 * @throws RunnerException if a round fails
	 */
	public static void main(String[] args) throws RunnerException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		if (rounds > 0) {
			compare(rounds);
		}
		new Slices().run(SLICES);
	}

	private static void compare(int rounds) throws RunnerException {
		Map<Way, Figures> figures = new EnumMap<>(Way.class);
		List<Way> ways = new ArrayList<>(Arrays.asList(Way.values()));
		ways.forEach((way) -> figures.put(way, new Figures()));
		for (int i = 0; i < rounds; i++) {
			Collections.reverse(ways);
			for (Way way : ways) {
				figures.get(way).add(run(way));
			}
			System.out.printf(Locale.ROOT, "Round %d of %d%n", i + 1, rounds);
		}
		System.out.println("| | one unit | paired ratio | fastest ratio | allocated |");
		System.out.println("| --- | --- | --- | --- | --- |");
		for (Way way : Way.values()) {
			System.out.println(figures.get(way).row(way, figures.get(Way.SPRING)));
		}
	}

	private static RunResult run(Way way) throws RunnerException {
		return new Runner(new OptionsBuilder().include(UnitsBenchmark.class.getName())
			.param("way", way.name())
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.build()).runSingle();
	}

	/**
	 * What one way has taken in each round.
	 */
	private record Figures(List<Double> times, List<Double> allocated) {

		Figures() {
			this(new ArrayList<>(), new ArrayList<>());
		}

		void add(RunResult result) {
			this.times.add(result.getPrimaryResult().getScore());
			this.allocated.add(result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
		}

		String row(Way way, Figures base) {
			return String.format(Locale.ROOT, "| %s | %.0f ns (%.0f … %.0f) | %s | %.3f | %.0f B (%.0f … %.0f) |", way,
					median(this.times), Collections.min(this.times), Collections.max(this.times),
					ratio(this.times, base.times), Collections.min(this.times) / Collections.min(base.times),
					median(this.allocated), Collections.min(this.allocated), Collections.max(this.allocated));
		}

		private static String ratio(List<Double> values, List<Double> base) {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < values.size(); i++) {
				ratios.add(values.get(i) / base.get(i));
			}
			return String.format(Locale.ROOT, "%.3f (%.3f … %.3f)", median(ratios), Collections.min(ratios),
					Collections.max(ratios));
		}

		private static double median(List<Double> values) {
			List<Double> sorted = new ArrayList<>(values);
			Collections.sort(sorted);
			int middle = sorted.size() / 2;
			return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		}

	}

}
