package io.bailiwick.database.budget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.util.Assert;

/**
 * The connections that the pools of all instances of an application may open, server by
 * server.
 */
public final class ConnectionBudget {

	private final List<ServerBudget> servers;

	private ConnectionBudget(List<ServerBudget> servers) {
		this.servers = servers;
	}

	/**
	 * Group pools by the server on which they are.
	 * @param shares the pools of one instance, those to replicas included
	 * @return the pools by server, in the given order
	 */
	public static Map<String, List<PoolShare>> byServer(Collection<PoolShare> shares) {
		Map<String, List<PoolShare>> groups = new LinkedHashMap<>();
		shares.forEach((share) -> groups.computeIfAbsent(share.server(), (server) -> new ArrayList<>()).add(share));
		return groups;
	}

	/**
	 * Add up.
	 * @param shares the pools of one instance, those to replicas included
	 * @param instances how many instances of the application run at a time
	 * @param limits what each server gives; servers that are not in it are left out
	 * @return the budget
	 */
	public static ConnectionBudget of(Collection<PoolShare> shares, int instances, Map<String, ServerLimits> limits) {
		Assert.isTrue(instances > 0, "'instances' must be positive");
		List<ServerBudget> servers = new ArrayList<>();
		byServer(shares).forEach((server, group) -> {
			ServerLimits limit = limits.get(server);
			if (limit != null) {
				servers.add(new ServerBudget(server, group, instances, limit));
			}
		});
		return new ConnectionBudget(List.copyOf(servers));
	}

	/**
	 * Return the budgets of the servers.
	 * @return the budgets
	 */
	public List<ServerBudget> servers() {
		return this.servers;
	}

	/**
	 * Return the servers on which the pools do not fit.
	 * @return their budgets, empty if all is well
	 */
	public List<ServerBudget> exceeded() {
		return this.servers.stream().filter(ServerBudget::over).toList();
	}

	/**
	 * Say what there is to say about servers on which the pools do not fit.
	 * @param mode whether to warn or to refuse
	 * @param log where to warn
	 * @throws BudgetExceededException if the mode is {@link BudgetMode#ENFORCE} and there
	 * is such a server
	 */
	public void apply(BudgetMode mode, Log log) {
		List<ServerBudget> exceeded = exceeded();
		if (mode == BudgetMode.OFF || exceeded.isEmpty()) {
			return;
		}
		BudgetExceededException failure = new BudgetExceededException(exceeded);
		if (mode == BudgetMode.ENFORCE) {
			throw failure;
		}
		log.warn(failure.asWarning());
	}

}
