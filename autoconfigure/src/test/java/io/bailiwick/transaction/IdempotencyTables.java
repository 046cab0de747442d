package io.bailiwick.transaction;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.transaction.idempotency.Idempotency;
import io.bailiwick.transaction.idempotency.IdempotencyTableException;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The table as the library says that it is to be created: tests have no SQL of their own
 * for it.
 */
final class IdempotencyTables {

	private IdempotencyTables() {
	}

	static String create(String schema) {
		try (TestUnits units = TestUnits.of(TestPostgres.newDatabase())) {
			return sqlOf(catchThrowableOfType(IdempotencyTableException.class,
					() -> new Idempotency("wallets", schema, units.transactions(), JdbcClient.create(units.jdbc()))
						.check()));
		}
	}

	static String sqlOf(IdempotencyTableException ex) {
		String action = String.valueOf(ex.analysis().getAction());
		return action.substring(action.indexOf("CREATE TABLE"), action.lastIndexOf(';') + 1);
	}

}
