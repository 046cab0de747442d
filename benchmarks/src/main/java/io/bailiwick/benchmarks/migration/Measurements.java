package io.bailiwick.benchmarks.migration;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times work and sums times up.
 */
final class Measurements {

	private Measurements() {
	}

	static double millis(Work work) throws Exception {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1_000_000.0;
	}

	static String summary(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return String.format(Locale.ROOT, "%.1f ms (%.1f … %.1f)", median(values), sorted[0],
				sorted[sorted.length - 1]);
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	interface Work {

		void run() throws Exception;

	}

}
