package io.bailiwick.migration.undo;

import java.util.List;

/**
 * What {@code undo} would do, or has done.
 *
 * @param steps the migrations to undo, in this order
 * @param production whether a production profile is active, so that it takes force
 */
public record UndoPlan(List<UndoStep> steps, boolean production) {

	/**
	 * Create a plan.
	 */
	public UndoPlan {
		steps = List.copyOf(steps);
	}

	/**
	 * Return whether there is nothing to undo.
	 * @return whether there are no steps
	 */
	public boolean isEmpty() {
		return this.steps.isEmpty();
	}

	/**
	 * Return what data may go, of all steps together.
	 * @return the losses; an empty table or column is none
	 */
	public List<DataLoss> losses() {
		return this.steps.stream().flatMap((step) -> step.losses().stream()).distinct().toList();
	}

	/**
	 * Return whether another plan undoes the same migrations in the same way.
	 * @param other the other plan
	 * @return whether both do the same
	 */
	public boolean undoesTheSameAs(UndoPlan other) {
		boolean same = this.steps.size() == other.steps.size();
		for (int i = 0; same && i < this.steps.size(); i++) {
			same = this.steps.get(i).doesTheSameAs(other.steps.get(i));
		}
		return same;
	}

}
