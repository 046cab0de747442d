package io.bailiwick.database.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * Asks each server once how many connections it gives and compares that with what the
 * pools of all instances may take.
 */
public final class BudgetCheck {

	private static final Log logger = LogFactory.getLog(BudgetCheck.class);

	private final Collection<BudgetedPool> pools;

	private final BudgetMode mode;

	private final int instances;

	/**
	 * Create a check.
	 * @param pools all pools of the application
	 * @param mode whether to warn or to refuse
	 * @param instances how many instances of the application run at a time
	 */
	public BudgetCheck(Collection<BudgetedPool> pools, BudgetMode mode, int instances) {
		Assert.notNull(pools, "'pools' must not be null");
		Assert.isTrue(instances > 0, "'instances' must be positive");
		this.pools = List.copyOf(pools);
		this.mode = mode;
		this.instances = instances;
	}

	/**
	 * Check all servers.
	 * @throws BudgetExceededException if the mode says so and a server gives less than
	 * the pools may take
	 */
	public void check() {
		if (this.mode == BudgetMode.OFF) {
			return;
		}
		List<PoolShare> shares = new ArrayList<>();
		Map<String, BudgetedPool> servers = new LinkedHashMap<>();
		for (BudgetedPool pool : this.pools) {
			PoolShare share = pool.share();
			if (share != null) {
				shares.add(share);
				servers.putIfAbsent(share.server(), pool);
			}
		}
		Map<String, ServerLimits> limits = new LinkedHashMap<>();
		servers.forEach((server, pool) -> {
			ServerLimits limit = limits(pool, shares);
			if (limit != null) {
				limits.put(server, limit);
			}
		});
		ConnectionBudget.of(shares, this.instances, limits).apply(this.mode, logger);
	}

	private @Nullable ServerLimits limits(BudgetedPool pool, List<PoolShare> shares) {
		Database database = pool.database();
		try (Connection connection = database.connect()) {
			return ServerLimits.read(connection, shares);
		}
		catch (DatabaseUnavailableException ex) {
			if (pool.required()) {
				throw ex;
			}
			logger.warn(LogMessage.format("Could not compare the connection pools with what the server of %s gives: %s",
					database.location().describe(), ex.getMessage()));
			return null;
		}
		catch (SQLException ex) {
			if (this.mode == BudgetMode.ENFORCE) {
				throw DatabaseUnavailableException.explain(database.location(), ex);
			}
			logger.warn(LogMessage.format("Could not compare the connection pools with what the server of %s gives: %s",
					database.location().describe(), ex.getMessage()));
			return null;
		}
	}

}
