package io.bailiwick.database.budget;

import io.bailiwick.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * A pool that takes connections from a server.
 *
 * @param name the name of the pool
 * @param database where its server can be asked
 * @param size how many connections it opens at most
 * @param required whether the application needs the server, so that one that does not
 * answer is an error
 */
public record BudgetedPool(String name, Database database, int size, boolean required) {

	@Nullable PoolShare share() {
		String url = this.database.location().url();
		return (url != null && url.startsWith("jdbc:postgresql:"))
				? PoolShare.of(this.name, this.database.location(), this.size) : null;
	}

}
