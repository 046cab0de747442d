package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import org.apache.commons.logging.Log;

import org.springframework.core.log.LogMessage;

/**
 * Keeps account of one run: what is done, what has not begun.
 */
final class MigrationProgress {

	private final Database database;

	private final Map<String, Integer> applied = Collections.synchronizedMap(new LinkedHashMap<>());

	private final List<String> untouched;

	private int total;

	MigrationProgress(Database database, List<Domain> inhabitants) {
		this.database = database;
		this.total = inhabitants.size();
		this.untouched = Collections.synchronizedList(new ArrayList<>(inhabitants.stream().map(Domain::name).toList()));
	}

	/**
	 * The progress in all databases together.
	 */
	static MigrationProgress of(List<MigrationProgress> parts) {
		MigrationProgress whole = new MigrationProgress(parts.get(0).database, List.of());
		for (MigrationProgress part : parts) {
			whole.applied.putAll(part.applied);
			whole.untouched.addAll(part.untouched);
			whole.total += part.total;
		}
		return whole;
	}

	/**
	 * The progress where nothing was to be done.
	 */
	static MigrationProgress upToDate(Database database, List<Domain> domains) {
		MigrationProgress progress = new MigrationProgress(database, domains);
		progress.skipped(domains);
		return progress;
	}

	/**
	 * Note the domains for which nothing is to be done.
	 */
	void skipped(List<Domain> domains) {
		for (Domain domain : domains) {
			started(domain);
			applied(domain, 0);
		}
	}

	void started(Domain domain) {
		this.untouched.remove(domain.name());
	}

	/**
	 * Note how many migrations of a domain have been applied, also where a later one
	 * failed.
	 */
	void applied(Domain domain, int migrations) {
		this.applied.put(domain.name(), migrations);
	}

	/**
	 * Say in one sentence how far the run came, once nothing of it is at work any more.
	 */
	String describe() {
		List<String> changed = this.applied.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.map((entry) -> "%s (%d applied)".formatted(entry.getKey(), entry.getValue()))
			.toList();
		String before = changed.isEmpty() ? nothing() : "Applied in this run and kept: " + String.join(", ", changed);
		String after = this.untouched.isEmpty() ? "" : "; not begun: " + String.join(", ", this.untouched);
		return before + after + ".";
	}

	/**
	 * A domain that was begun and never reported has told for itself what became of it.
	 */
	private String nothing() {
		boolean allReported = this.applied.size() + this.untouched.size() == this.total;
		return allReported ? "Nothing has been applied in this run" : "No other domain was changed in this run";
	}

	void logSummary(Log logger, long start) {
		int total = this.applied.values().stream().mapToInt(Integer::intValue).sum();
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
		String domains = count(this.applied.size(), "domain");
		if (total == 0) {
			logger.info(LogMessage.format("%s in the database '%s' up to date: %s (%d ms)", domains,
					this.database.name(), String.join(", ", this.applied.keySet()), millis));
		}
		else {
			logger.info(LogMessage.format("Applied %s to %s in the database '%s': %s (%d ms)",
					count(total, "migration"), domains, this.database.name(), this.applied, millis));
		}
	}

	private static String count(int number, String noun) {
		return (number == 1) ? "1 " + noun : number + " " + noun + "s";
	}

}
