package io.bailiwick.transaction.guard;

/**
 * Is told of everything that guards find.
 */
@FunctionalInterface
public interface GuardObserver {

	/**
	 * A guard has found something. Called by the thread that did it, except for
	 * transactions that are still open.
	 * @param guard the guard
	 * @param domain the domain, or the database where no single domain can be told
	 * @param action what became of it
	 */
	void found(Guard guard, String domain, GuardAction action);

}
