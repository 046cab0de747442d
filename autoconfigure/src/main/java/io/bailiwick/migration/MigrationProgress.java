package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.bailiwick.domain.Domain;
import org.apache.commons.logging.Log;
import org.flywaydb.core.api.output.MigrateResult;

import org.springframework.core.log.LogMessage;

/**
 * Keeps account of one run: what is done, what has not begun.
 */
final class MigrationProgress {

	private final MigrationDatabase database;

	private final Map<String, Integer> applied = Collections.synchronizedMap(new LinkedHashMap<>());

	private final List<String> untouched;

	MigrationProgress(MigrationDatabase database, List<Domain> inhabitants) {
		this.database = database;
		this.untouched = Collections.synchronizedList(new ArrayList<>(inhabitants.stream().map(Domain::name).toList()));
	}

	MigrationDatabase database() {
		return this.database;
	}

	void started(Domain domain) {
		this.untouched.remove(domain.name());
	}

	void migrated(Domain domain, MigrateResult result) {
		this.applied.put(domain.name(), result.migrationsExecuted);
	}

	/**
	 * Say in one sentence how far the run came.
	 */
	String describe() {
		List<String> changed;
		synchronized (this.applied) {
			changed = this.applied.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() > 0)
				.map((entry) -> "%s (%d applied)".formatted(entry.getKey(), entry.getValue()))
				.toList();
		}
		String before = changed.isEmpty() ? "No other domain was changed in this run"
				: "Migrated in this run and kept: " + String.join(", ", changed);
		String after;
		synchronized (this.untouched) {
			after = this.untouched.isEmpty() ? "" : "; not begun: " + String.join(", ", this.untouched);
		}
		return before + after + ".";
	}

	void logSummary(Log logger, long start) {
		int total = this.applied.values().stream().mapToInt(Integer::intValue).sum();
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
		if (total == 0) {
			logger.info(LogMessage.format("%d domains in the database '%s' are up to date: %s (%d ms)",
					this.applied.size(), this.database.name(), String.join(", ", this.applied.keySet()), millis));
		}
		else {
			logger.info(LogMessage.format("Applied %d migrations to %d domains in the database '%s': %s (%d ms)", total,
					this.applied.size(), this.database.name(), this.applied, millis));
		}
	}

}
