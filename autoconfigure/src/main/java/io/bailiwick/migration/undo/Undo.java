package io.bailiwick.migration.undo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domains;

import org.springframework.util.Assert;

/**
 * Undoes what a request asks for. Whoever calls it holds the locks.
 */
public final class Undo {

	private final UndoPlanner planner;

	private final UndoRequest request;

	private final boolean production;

	private final StatementExecution execution;

	/**
	 * Create an undo.
	 * @param domains all domains, in their order
	 * @param undoable the domains that are {@linkplain #concerned concerned}, by their
	 * names
	 * @param request what is to be undone
	 * @param production whether a production profile is active
	 * @param execution runs what can not run in a transaction
	 */
	public Undo(Domains domains, Map<String, UndoableDomain> undoable, UndoRequest request, boolean production,
			StatementExecution execution) {
		Assert.notNull(request, "'request' must not be null");
		this.planner = new UndoPlanner(domains, undoable, request);
		this.request = request;
		this.production = production;
		this.execution = execution;
	}

	/**
	 * Return the domains that a request changes or asks about.
	 * @param domains all domains
	 * @param request the request
	 * @return their names
	 */
	public static Set<String> concerned(Domains domains, UndoRequest request) {
		return UndoPlanner.concerned(domains, request);
	}

	/**
	 * Find out what would be undone, and change nothing.
	 * @return the plan
	 * @throws UndoException if it can not be done
	 * @throws SQLException if a database can not be read
	 */
	public UndoPlan plan() throws SQLException {
		return plan(this.planner.plan());
	}

	private UndoPlan plan(List<PlannedStep> steps) {
		return new UndoPlan(steps.stream().map(PlannedStep::step).toList(), this.production);
	}

	/**
	 * Undo, each migration in a transaction of its own.
	 * @param done is told each step that is done
	 * @return what has been undone
	 * @throws UndoException if it can not be done
	 * @throws DownStatementException if the server refuses a statement
	 * @throws SQLException if a database fails otherwise
	 */
	public UndoPlan run(Consumer<UndoStep> done) throws SQLException {
		requireForce(this.request, this.production);
		List<PlannedStep> steps = this.planner.plan();
		UndoPlan plan = plan(steps);
		UndoPlan agreed = this.request.agreed();
		if (agreed != null) {
			requireAgreed(plan, agreed);
		}
		for (PlannedStep step : steps) {
			new UndoRunner(step, this.request.forced(), this.execution).run();
			done.accept(step.step());
		}
		return plan;
	}

	/**
	 * Refuse to undo in production, unless that is asked for.
	 * @param request what is to be undone
	 * @param production whether a production profile is active
	 * @throws UndoException if force is missing
	 */
	public static void requireForce(UndoRequest request, boolean production) {
		if (production && !request.forced()) {
			throw new UndoException(
					"A production profile is active, and there nothing is undone unasked.%n%nNothing was changed."
						.formatted(),
					"Better bring the database forward with a new migration. If it must be, run the same command with --force.");
		}
	}

	private static void requireAgreed(UndoPlan plan, UndoPlan agreed) {
		if (!plan.undoesTheSameAs(agreed)) {
			throw new UndoException(
					"What would be undone is no longer what was shown: %s, and it was to be %s.%n%nNothing was changed."
						.formatted(describe(plan), describe(agreed)),
					"Somebody has migrated meanwhile, or a file has changed. Look at the plan again.");
		}
		Set<String> known = agreed.losses().stream().map(Undo::key).collect(Collectors.toSet());
		List<String> more = new ArrayList<>();
		for (DataLoss loss : plan.losses()) {
			if (!known.contains(key(loss))) {
				more.add(loss.describe());
			}
		}
		if (!more.isEmpty()) {
			throw new UndoException(
					"More data would go than was shown: %s.%n%nNothing was changed.".formatted(String.join(", ", more)),
					"Somebody has written it meanwhile. Look at the plan again.");
		}
	}

	private static String key(DataLoss loss) {
		return loss.kind() + " " + loss.object();
	}

	private static String describe(UndoPlan plan) {
		return plan.isEmpty() ? "nothing" : String.join(", ", plan.steps().stream().map(UndoStep::label).toList());
	}

}
