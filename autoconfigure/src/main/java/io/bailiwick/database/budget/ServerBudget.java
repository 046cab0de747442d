package io.bailiwick.database.budget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The arithmetic for one server: all pools of all instances against its limits.
 *
 * @param server the server
 * @param shares the pools of one instance on this server
 * @param instances how many instances of the application run at a time
 * @param limits what the server gives
 */
public record ServerBudget(String server, List<PoolShare> shares, int instances, ServerLimits limits) {

	/**
	 * Create the arithmetic.
	 */
	public ServerBudget {
		Assert.isTrue(instances > 0, "'instances' must be positive");
		shares = List.copyOf(shares);
	}

	/**
	 * Return how many connections all pools of all instances open at most.
	 * @return the number
	 */
	public long needed() {
		return sum(this.shares);
	}

	/**
	 * Return how many of the server's connections are left for others.
	 * @return the number, negative if the pools do not fit
	 */
	public long left() {
		return this.limits.available() - needed();
	}

	/**
	 * Return whether the pools ask for more than the server, a role or a database allows.
	 * @return {@code true} if they do
	 */
	public boolean over() {
		return left() < 0 || !narrower().isEmpty();
	}

	/**
	 * Return the arithmetic, one line for each pool.
	 * @return lines without a line break at the end
	 */
	public String describe() {
		List<String> lines = new ArrayList<>();
		lines.add("%s, %d instance%s".formatted(this.server, this.instances, (this.instances != 1) ? "s" : ""));
		int width = this.shares.stream().mapToInt((share) -> share.pool().length()).max().orElse(0);
		width = Math.max(width, "over by".length());
		for (PoolShare share : this.shares) {
			lines
				.add(line(width, share.pool(), sum(List.of(share)), "%d × %d".formatted(share.size(), this.instances)));
		}
		lines.add(line(width, "sum", needed(), null));
		lines.add(line(width, "limit", this.limits.available(), this.limits.arithmetic()));
		lines.add(line(width, (left() < 0) ? "over by" : "left", Math.abs(left()), null));
		narrower().forEach(lines::add);
		return String.join(System.lineSeparator(), lines);
	}

	private static String line(int width, String name, long number, @Nullable String why) {
		return ("    %-" + width + "s %6d%s").formatted(name, number, (why != null) ? "   " + why : "");
	}

	/**
	 * The limits of roles and databases that do not hold.
	 */
	private List<String> narrower() {
		List<String> lines = new ArrayList<>();
		exceeded(PoolShare::role, this.limits.roles(), "role", lines);
		exceeded(PoolShare::database, this.limits.databases(), "database", lines);
		return lines;
	}

	private void exceeded(Function<PoolShare, @Nullable String> key, Map<String, Integer> limits, String what,
			List<String> lines) {
		Map<String, List<PoolShare>> groups = new LinkedHashMap<>();
		for (PoolShare share : this.shares) {
			String name = key.apply(share);
			if (name != null) {
				groups.computeIfAbsent(name, (group) -> new ArrayList<>()).add(share);
			}
		}
		groups.forEach((name, group) -> {
			Integer limit = limits.get(name);
			if (limit != null && sum(group) > limit) {
				lines.add("    the %s '%s' has CONNECTION LIMIT %d, and its pools (%s) may ask for %d".formatted(what,
						name, limit, String.join(", ", group.stream().map(PoolShare::pool).toList()), sum(group)));
			}
		});
	}

	private long sum(List<PoolShare> pools) {
		return pools.stream().mapToLong((share) -> (long) share.size() * this.instances).sum();
	}

}
