package io.bailiwick.autoconfigure;

import io.bailiwick.database.boundary.MoveCheck;
import io.bailiwick.database.budget.BudgetCheck;

import org.springframework.beans.factory.InitializingBean;

/**
 * What is looked at in the databases before anything is changed in one of them.
 */
final class DatabaseChecks implements InitializingBean {

	private final BudgetCheck budget;

	private final SessionCheck sessions;

	private final MoveCheck moves;

	DatabaseChecks(BudgetCheck budget, SessionCheck sessions, MoveCheck moves) {
		this.budget = budget;
		this.sessions = sessions;
		this.moves = moves;
	}

	@Override
	public void afterPropertiesSet() {
		this.budget.check();
		this.sessions.check();
		this.moves.check();
	}

}
