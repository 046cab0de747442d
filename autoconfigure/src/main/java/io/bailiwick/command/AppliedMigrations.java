package io.bailiwick.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.bailiwick.migration.event.DomainMigrationEvent.MigrationApplied;

import org.springframework.boot.json.JsonWriter.Members;

/**
 * The migrations of one run, each of them told as soon as it is committed: domains that
 * do not depend on each other are migrated at the same time.
 */
final class AppliedMigrations {

	private final Output output;

	private final String format;

	private final List<MigrationApplied> applied = new ArrayList<>();

	AppliedMigrations(Output output, Collection<String> domains) {
		this.output = output;
		int width = domains.stream().mapToInt(String::length).max().orElse(0);
		this.format = "%-" + Math.max("domain".length(), width) + "s  %-14s  %8s  %s";
	}

	synchronized void add(MigrationApplied migration) {
		if (this.applied.isEmpty()) {
			print("domain", "version", "took", "description", true);
		}
		this.applied.add(migration);
		print(migration.domain(), (migration.version() != null) ? migration.version() : "R",
				Words.of(migration.duration()), migration.description(), false);
	}

	private void print(String domain, String version, String took, String description, boolean header) {
		if (!this.output.json()) {
			String line = this.format.formatted(domain, version, took, description).stripTrailing();
			this.output.line(header ? this.output.style(Style.BOLD, line) : line);
		}
	}

	synchronized void printSummary() {
		if (this.applied.isEmpty()) {
			this.output.line("Nothing to do.");
			return;
		}
		this.output.line("");
		this.output.line(
				this.output.style(Style.GREEN, "Applied %s.".formatted(Words.count(this.applied.size(), "migration"))));
	}

	static void describe(Members<AppliedMigrations> members) {
		members.add("applied", (run) -> Json.each(run.applied, (migration) -> {
			migration.add("domain", MigrationApplied::domain);
			migration.add("version", MigrationApplied::version);
			migration.add("description", MigrationApplied::description);
			migration.add("script", MigrationApplied::script);
			migration.add("durationMillis", (event) -> event.duration().toMillis());
		}));
	}

}
