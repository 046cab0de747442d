package io.bailiwick.benchmarks.transaction;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import io.bailiwick.benchmarks.transaction.UnitsBenchmark.Unit;
import io.bailiwick.benchmarks.transaction.UnitsBenchmark.Way;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Executes all ways in one JVM, in slices of a few milliseconds in changing order, and
 * measures the processor time and the allocation of the one thread that does it: what
 * others do on the machine hardly shows.
 */
final class Slices {

	private static final int UNITS = 2000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Way[] ways = Way.values();

	private final Unit[] units = new Unit[this.ways.length];

	Slices() {
		for (int i = 0; i < this.ways.length; i++) {
			DataSource dataSource = Stubs.dataSource();
			this.units[i] = this.ways[i].unit(dataSource, new JdbcTemplate(dataSource));
		}
	}

	/**
	 * Print a table.
	 * @param rounds how many slices each way gets, a third of which before anything is
	 * measured
	 */
	void run(int rounds) {
		double[][] nanos = new double[this.ways.length][rounds];
		double[][] bytes = new double[this.ways.length][rounds];
		for (int round = -rounds / 3; round < rounds; round++) {
			for (int i = 0; i < this.ways.length; i++) {
				int way = (round % 2 == 0) ? i : this.ways.length - 1 - i;
				long allocated = this.threads.getCurrentThreadAllocatedBytes();
				long time = this.threads.getCurrentThreadCpuTime();
				slice(this.units[way]);
				time = this.threads.getCurrentThreadCpuTime() - time;
				allocated = this.threads.getCurrentThreadAllocatedBytes() - allocated;
				if (round >= 0) {
					nanos[way][round] = time / (double) UNITS;
					bytes[way][round] = allocated / (double) UNITS;
				}
			}
		}
		System.out.println("| | processor time | ratio of medians | ratio of fastest tenths | allocated |");
		System.out.println("| --- | --- | --- | --- | --- |");
		for (int way = 0; way < this.ways.length; way++) {
			Arrays.sort(nanos[way]);
			Arrays.sort(bytes[way]);
			System.out.printf(Locale.ROOT, "| %s | %.0f ns | %.3f | %.3f | %.0f B |%n", this.ways[way],
					nanos[way][rounds / 2], nanos[way][rounds / 2] / nanos[0][rounds / 2],
					nanos[way][rounds / 10] / nanos[0][rounds / 10], bytes[way][rounds / 2]);
		}
	}

	private static void slice(Unit unit) {
		for (int i = 0; i < UNITS; i++) {
			unit.execute();
		}
	}

}
