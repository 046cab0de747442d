package io.bailiwick.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.AdoptionRequest;
import io.bailiwick.migration.adopt.FileMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter;

/**
 * Takes over what another tool has migrated.
 */
@Command(name = "adopt", sortOptions = false,
		description = "Takes over the history of another tool (golang-migrate, dbmate, Rails, Ecto, goose, sqlx, diesel, "
				+ "Flyway) without running anything. Shows what will be written and in what files and database differ, "
				+ "and asks.")
final class AdoptVerb extends DatabaseVerb {

	@Mixin
	private final DomainArguments domains = new DomainArguments();

	@Option(names = "--database", paramLabel = "<name>",
			description = "The database, where the domains live in several.")
	private @Nullable String database;

	@Option(names = "--from", paramLabel = "<table>", description = "The table of the old history; found by default.")
	private @Nullable String from;

	@Option(names = "--map", paramLabel = "<file>=<domain>[@<version>]",
			description = "Where a migration has gone, if names do not tell; '-' to forget it.")
	private @Nullable List<String> map;

	@Option(names = "--map-file", paramLabel = "<file>", description = "A file of properties with such entries.")
	private @Nullable Path mapFile;

	@Option(names = "--move", description = "Move what lies elsewhere into the schemas of the domains.")
	private boolean move;

	@Mixin
	private final ProofOptions proof = new ProofOptions();

	@Mixin
	private final Confirmation confirmation = new Confirmation();

	@Override
	void check() {
		this.domains.plain();
		if (this.mapFile != null && !Files.isReadable(this.mapFile)) {
			throw this.domains.wrong("There is no file '%s' that can be read".formatted(this.mapFile));
		}
	}

	@Override
	int run(Application application, Output output) {
		DomainMigrations migrations = application.migrations();
		AdoptionRequest request = new AdoptionRequest(this.domains.plain().domains(), this.database, this.from, map(),
				this.move, this.proof.proof(), this.proof.acceptsDifferences());
		AdoptionPlan plan = migrations.adoptionPlan(request);
		if (!output.json()) {
			plan.lines().forEach(output::line);
		}
		if (!plan.isEmpty()) {
			if (this.proof.refuses(plan, output) || !this.confirmation.isGiven(output, "Write this?")) {
				return ExitCodes.FAILED;
			}
			output.changing("All is written in one transaction: 'db info' shows whether it is there.");
			plan = migrations.adopt(request, plan);
		}
		if (output.json()) {
			output.json(JsonWriter.of(ProofOptions::describe), plan);
		}
		else if (!plan.isEmpty()) {
			output.line(output.style(Style.GREEN, "Adopted."));
		}
		return ExitCodes.DONE;
	}

	private FileMap map() {
		Map<String, FileMap.Target> targets = new LinkedHashMap<>();
		if (this.mapFile != null) {
			try (Reader reader = Files.newBufferedReader(this.mapFile)) {
				targets.putAll(FileMap.load(reader).targets());
			}
			catch (IOException ex) {
				throw this.domains.wrong("The file '%s' can not be read: %s".formatted(this.mapFile, ex.getMessage()));
			}
		}
		targets.putAll(FileMap.parse((this.map != null) ? this.map : List.of()).targets());
		return new FileMap(targets);
	}

}
