package io.bailiwick.benchmarks.startup;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.bailiwick.benchmarks.startup.StartedProcess.Startup;

/**
 * Collects measurements by rounds and compares them.
 */
final class Report {

	private final String baseline;

	private final String compared;

	private final List<Startup> plain = new ArrayList<>();

	private final List<Startup> starter = new ArrayList<>();

	/**
	 * Create a report.
	 * @param baseline what to call the application that counts as 1
	 * @param compared what to call the other one
	 */
	Report(String baseline, String compared) {
		this.baseline = baseline;
		this.compared = compared;
	}

	void add(Startup plain, Startup starter) {
		this.plain.add(plain);
		this.starter.add(starter);
	}

	void print(PrintStream out) {
		out.printf("| %d rounds | paired ratio | median ratio | fastest ratio | %s | %s |%n", this.plain.size(),
				this.baseline, this.compared);
		out.println("| --- | --- | --- | --- | --- | --- |");
		print(out, "until the first answer", Startup::untilAnswer);
		print(out, "'Started … in'", Startup::startedIn);
		print(out, "processor time until the first answer", Startup::cpu);
	}

	private void print(PrintStream out, String title, Function<Startup, Duration> value) {
		double[] plain = millis(this.plain, value);
		double[] starter = millis(this.starter, value);
		double[] paired = new double[plain.length];
		for (int i = 0; i < paired.length; i++) {
			paired[i] = starter[i] / plain[i];
		}
		out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %s | %s |%n", title, median(paired),
				median(starter) / median(plain), fastest(starter) / fastest(plain), summary(plain), summary(starter));
	}

	private static double[] millis(List<Startup> startups, Function<Startup, Duration> value) {
		return startups.stream().mapToDouble((startup) -> value.apply(startup).toNanos() / 1_000_000.0).toArray();
	}

	private static String summary(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return String.format(Locale.ROOT, "%.0f ms (%.0f … %.0f)", median(sorted), sorted[0],
				sorted[sorted.length - 1]);
	}

	private static double fastest(double[] values) {
		return Arrays.stream(values).min().orElseThrow();
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
