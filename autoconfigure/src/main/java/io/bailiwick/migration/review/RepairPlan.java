package io.bailiwick.migration.review;

import java.util.List;

/**
 * What repairing would change in the histories of domains, and what it would not.
 *
 * @param actions what would be changed, in this order
 * @param left what stays wrong: it takes a person
 */
public record RepairPlan(List<Action> actions, List<Finding> left) {

	/**
	 * Create a plan.
	 */
	public RepairPlan {
		actions = List.copyOf(actions);
		left = List.copyOf(left);
	}

	/**
	 * Whether nothing is wrong.
	 * @return whether there is nothing to repair and nothing left
	 */
	public boolean isEmpty() {
		return this.actions.isEmpty() && this.left.isEmpty();
	}

	/**
	 * One change.
	 *
	 * @param domain the name of the domain
	 * @param subject what is changed, as a part of a sentence
	 * @param why why it is to be changed, as the end of a sentence
	 * @param what what is done, as a sentence
	 */
	public record Action(String domain, String subject, String why, String what) {

	}

}
