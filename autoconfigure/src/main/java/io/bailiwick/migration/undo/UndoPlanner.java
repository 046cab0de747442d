package io.bailiwick.migration.undo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bailiwick.domain.Domains;
import io.bailiwick.migration.history.FlywayChecksum;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.MigrationScript;

/**
 * Finds out what a request means for the histories as they are now.
 */
final class UndoPlanner {

	private final Domains domains;

	private final Map<String, UndoableDomain> undoable;

	private final UndoRequest request;

	UndoPlanner(Domains domains, Map<String, UndoableDomain> undoable, UndoRequest request) {
		this.domains = domains;
		this.undoable = undoable;
		this.request = request;
	}

	/**
	 * The domains that a request changes or asks about.
	 */
	static Set<String> concerned(Domains domains, UndoRequest request) {
		Set<String> concerned = new LinkedHashSet<>(request.names().isEmpty() ? domains.names() : request.names());
		for (String name : List.copyOf(concerned)) {
			concerned.addAll(UndoOrder.dependentsOf(name, domains));
		}
		return concerned;
	}

	List<PlannedStep> plan() throws SQLException {
		Map<String, List<AppliedVersion>> applied = new LinkedHashMap<>();
		for (String name : concerned(this.domains, this.request)) {
			UndoableDomain domain = domain(name);
			try (UndoSession session = UndoSession.open(domain)) {
				applied.put(name, session.appliedVersions());
			}
		}
		List<AppliedVersion> chosen = new UndoOrder(this.domains, this.request, applied).choose();
		Map<AppliedVersion, PlannedStep> steps = new HashMap<>();
		for (String name : applied.keySet()) {
			List<AppliedVersion> ofDomain = chosen.stream()
				.filter((version) -> version.domain().name().equals(name))
				.toList();
			if (!ofDomain.isEmpty()) {
				try (UndoSession session = UndoSession.open(domain(name))) {
					for (AppliedVersion version : ofDomain) {
						steps.put(version, step(version, session));
					}
				}
			}
		}
		List<PlannedStep> planned = new ArrayList<>();
		chosen.forEach((version) -> planned.add(steps.get(version)));
		return planned;
	}

	private UndoableDomain domain(String name) {
		UndoableDomain domain = this.undoable.get(name);
		if (domain == null) {
			throw new IllegalStateException("No plan for the domain '%s'".formatted(name));
		}
		return domain;
	}

	private static PlannedStep step(AppliedVersion version, UndoSession session) throws SQLException {
		Charset encoding = version.domain().configuration().getEncoding();
		Migration migration = requireWayBack(version, encoding);
		MigrationScript down = migration.down();
		if (down == null) {
			throw new IllegalStateException("No way back of %s".formatted(version));
		}
		DownScript script = DownScript.read(down, version.domain().configuration(), session.placeholders());
		LossForecast forecast = new LossForecast(session.connection());
		List<DataLoss> losses = forecast.of(script);
		UndoStep step = new UndoStep(version.domain().name(), version.version().toString(), version.row().description(),
				version.row().rank(), version.installedOn(), version.script(), script.path(), script.inTransaction(),
				isChanged(version, migration, encoding),
				script.statements()
					.stream()
					.map((statement) -> new UndoStep.Statement(statement.line(), statement.sql()))
					.toList(),
				losses);
		return new PlannedStep(version, script, step, forecast.foreseen());
	}

	private static Migration requireWayBack(AppliedVersion version, Charset encoding) {
		Migration migration = version.domain().find(version.version());
		String type = version.row().type();
		String obstacle = null;
		String action = "Undo by hand, or restore a backup; or write what takes it back as a new migration.";
		if (!version.row().success()) {
			obstacle = "it has failed, and nobody knows how much of it is there";
			action = "Repair the domain first: put right by hand what the migration has left behind, then run 'java -jar <application>.jar db repair %s'."
				.formatted(version.domain().name());
		}
		else if (type.endsWith("BASELINE")) {
			obstacle = "it is a baseline: what it stands for was not done by these migrations";
			action = "Go back no further than to this version.";
		}
		else if (type.equals("JDBC")) {
			obstacle = "it is written in Java and has no way back";
		}
		else if (migration == null) {
			obstacle = "this application has no file of it ('%s' in the history): a newer application has been here, or the file is gone"
				.formatted(version.script());
			action = "Undo with the application that has the file, or put the file back.";
		}
		else {
			obstacle = migration.undoObstacle(encoding);
			if (obstacle != null) {
				action = "Write the way back. " + action;
			}
		}
		if (obstacle == null && migration != null) {
			return migration;
		}
		throw new UndoException("%s (%s) can not be undone: %s.%n%nNothing was changed.".formatted(version,
				version.row().description(), obstacle), action);
	}

	private static boolean isChanged(AppliedVersion version, Migration migration, Charset encoding) {
		Integer applied = version.row().checksum();
		try {
			return applied != null && applied != FlywayChecksum.of(migration.up().resource(encoding).read());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read '%s'".formatted(migration.up()), ex);
		}
	}

}
