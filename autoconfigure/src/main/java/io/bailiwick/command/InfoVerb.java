package io.bailiwick.command;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.review.DomainInfo;
import io.bailiwick.migration.review.MigrationEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.Members;

/**
 * Tells how far the domains have come.
 */
@Command(name = "info", sortOptions = false, description = "Shows all migrations of the domains, applied or not.")
final class InfoVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Override
	void check() {
		this.domains.plain();
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		List<DomainInfo> infos = migrations.info(this.domains.plain());
		if (output.json()) {
			output.json(
					JsonWriter
						.of((members) -> members.add("domains", (result) -> Json.each(result, InfoVerb::describe))),
					infos);
		}
		else {
			print(infos, output);
		}
		return ExitCodes.DONE;
	}

	private static void describe(Members<DomainInfo> members) {
		members.add("domain", DomainInfo::domain);
		members.add("database", DomainInfo::database);
		members.add("schema", DomainInfo::schema);
		members.add("version", DomainInfo::currentVersion);
		members.add("pending", DomainInfo::pending);
		members.add("migrations", (info) -> Json.each(info.migrations(), InfoVerb::describeEntry));
	}

	private static void describeEntry(Members<MigrationEntry> members) {
		members.add("version", MigrationEntry::version);
		members.add("description", MigrationEntry::description);
		members.add("script", MigrationEntry::script);
		members.add("about", MigrationEntry::about);
		members.add("state", (entry) -> Words.token(entry.state()));
		members.add("changed", MigrationEntry::changed);
		members.add("checksum", MigrationEntry::checksum);
		members.add("installedOn", MigrationEntry::installedOn);
		members.add("installedBy", MigrationEntry::installedBy);
		members.add("durationMillis",
				(entry) -> (entry.executionTime() != null) ? entry.executionTime().toMillis() : null);
		members.add("undoable", (entry) -> entry.undoObstacle() == null);
		members.add("undoObstacle", MigrationEntry::undoObstacle);
	}

	private static void print(List<DomainInfo> infos, Output output) {
		Table table = new Table("domain", "version", "description", "state", "applied on", "by", "took", "checksum",
				"undo");
		for (DomainInfo info : infos) {
			for (MigrationEntry entry : info.migrations()) {
				table.row(style(entry, output), info.domain(), (entry.version() != null) ? entry.version() : "R",
						entry.description(), Words.of(entry.state()) + (entry.changed() ? ", changed" : ""),
						Words.of(entry.installedOn()), entry.installedBy(), Words.of(entry.executionTime()),
						entry.checksum(), (entry.undoObstacle() == null) ? "yes" : "no");
			}
		}
		output.table(table);
		output.line("");
		output.line(infos.stream().map(InfoVerb::summary).collect(Collectors.joining("; ")));
	}

	private static String summary(DomainInfo info) {
		return "%s %s%s".formatted(info.domain(), version(info.currentVersion()),
				(info.pending() > 0) ? ", " + info.pending() + " pending" : "");
	}

	private static String version(@Nullable String version) {
		return (version != null) ? "at " + version : "empty";
	}

	private static UnaryOperator<String> style(MigrationEntry entry, Output output) {
		return switch (entry.state()) {
			case FAILED, MISSING -> (line) -> output.style(Style.RED, line);
			case PENDING, ABOVE_TARGET, OUTDATED, FUTURE, PASSED_OVER -> (line) -> output.style(Style.YELLOW, line);
			case SUPERSEDED, UNDONE -> (line) -> output.style(Style.DIM, line);
			case APPLIED, OUT_OF_ORDER, BASELINE ->
				entry.changed() ? (line) -> output.style(Style.RED, line) : UnaryOperator.identity();
		};
	}

}
