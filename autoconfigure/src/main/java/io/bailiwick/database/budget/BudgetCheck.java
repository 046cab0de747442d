package io.bailiwick.database.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.database.Databases;
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

	private final Databases databases;

	private final BudgetMode mode;

	private final int instances;

	/**
	 * Create a check.
	 * @param databases all databases of the application
	 * @param mode whether to warn or to refuse
	 * @param instances how many instances of the application run at a time
	 */
	public BudgetCheck(Databases databases, BudgetMode mode, int instances) {
		Assert.notNull(databases, "'databases' must not be null");
		Assert.isTrue(instances > 0, "'instances' must be positive");
		this.databases = databases;
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
		Map<String, Database> servers = new LinkedHashMap<>();
		for (Database database : this.databases) {
			PoolShare share = share(database);
			if (share != null) {
				shares.add(share);
				servers.putIfAbsent(share.server(), database);
			}
		}
		Map<String, ServerLimits> limits = new LinkedHashMap<>();
		servers.forEach((server, database) -> {
			ServerLimits limit = limits(database, shares);
			if (limit != null) {
				limits.put(server, limit);
			}
		});
		ConnectionBudget.of(shares, this.instances, limits).apply(this.mode, logger);
	}

	private static @Nullable PoolShare share(Database database) {
		Integer size = database.maximumPoolSize();
		String url = database.location().url();
		return (size != null && url != null && url.startsWith("jdbc:postgresql:"))
				? PoolShare.of(database.name(), database.location(), size) : null;
	}

	private @Nullable ServerLimits limits(Database database, List<PoolShare> shares) {
		try (Connection connection = database.connect()) {
			return ServerLimits.read(connection, shares);
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
