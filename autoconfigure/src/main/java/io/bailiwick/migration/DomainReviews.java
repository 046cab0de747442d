package io.bailiwick.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.review.DomainInfo;
import io.bailiwick.migration.review.Finding;
import io.bailiwick.migration.review.FindingReader;
import io.bailiwick.migration.review.MigrationPlan;
import io.bailiwick.migration.review.PlanReader;
import io.bailiwick.migration.review.Repair;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.review.ValidationReport;
import org.flywaydb.core.api.FlywayException;

/**
 * The verbs that lay files beside histories, for all domains that are meant.
 */
final class DomainReviews {

	private final MigrationContext context;

	private final MigrationScope scope;

	DomainReviews(MigrationContext context, MigrationScope scope) {
		this.context = context;
		this.scope = scope;
	}

	List<DomainInfo> info() {
		List<DomainInfo> infos = new ArrayList<>();
		for (Domain domain : reachable(this.scope.select(this.context.domains()))) {
			infos.add(read(domain, DomainInfo::of));
		}
		return infos;
	}

	MigrationPlan plan() {
		List<MigrationPlan.Step> steps = new ArrayList<>();
		List<Finding> obstacles = new ArrayList<>();
		for (Domain domain : reachable(this.scope.selectWithDependencies(this.context.domains()))) {
			MigrationPlan plan = plan(domain);
			steps.addAll(plan.steps());
			obstacles.addAll(plan.obstacles());
		}
		return new MigrationPlan(steps, obstacles);
	}

	private MigrationPlan plan(Domain domain) {
		boolean newest = !this.scope.targets().containsKey(domain.name());
		ReviewedDomain seeds = newest ? this.context.plan(domain).reviewSeeds(domain) : null;
		return read(domain, (reviewed) -> {
			try {
				return new PlanReader(reviewed, seeds).read(new FindingReader(reviewed).faults());
			}
			catch (SQLException ex) {
				throw OpenDatabase.failed(this.context.databaseOf(domain), ex);
			}
		});
	}

	ValidationReport validate() {
		List<Domain> domains = reachable(this.scope.select(this.context.domains()));
		List<Finding> findings = new ArrayList<>();
		for (Domain domain : domains) {
			findings.addAll(read(domain, (reviewed) -> new FindingReader(reviewed).all()));
		}
		return new ValidationReport(domains.stream().map(Domain::name).toList(), findings);
	}

	RepairPlan repairPlan(Map<String, Set<String>> accepted) {
		return together(repairPlans(accepted).values());
	}

	RepairPlan repair(Map<String, Set<String>> accepted, RepairPlan planned) {
		List<Domain> domains = reachable(this.scope.select(this.context.domains()));
		new LockedDatabases(this.context).run(this.context.inhabitedBy(domains), (databases) -> {
			Map<Domain, RepairPlan> plans = repairPlans(accepted);
			if (!together(plans.values()).equals(planned)) {
				throw new DomainMigrationException(
						"The histories are no longer what the preview has shown: somebody has changed them meanwhile.%n%nNothing was repaired.",
						"Look at the preview again.");
			}
			plans.forEach((domain, plan) -> {
				if (!plan.actions().isEmpty()) {
					repair(domain, accepted, plan);
				}
			});
		});
		return planned;
	}

	private void repair(Domain domain, Map<String, Set<String>> accepted, RepairPlan plan) {
		try {
			ReviewedDomain reviewed = reviewed(domain);
			new Repair(reviewed, accepted.getOrDefault(domain.name(), Set.of())).run(historyOnly(plan, reviewed));
			new DomainLeftovers(reviewed).cleanUp(this.context.settings().lockTimeout());
		}
		catch (SQLException ex) {
			throw new DomainMigrationException(
					"The history of the domain '%s' could not be repaired: %s [SQLSTATE %s].%n%nIt is as it was."
						.formatted(domain.name(), ex.getMessage(), ex.getSQLState()),
					"Remove the cause and repair again.", ex);
		}
	}

	private Map<Domain, RepairPlan> repairPlans(Map<String, Set<String>> accepted) {
		Map<Domain, RepairPlan> plans = new LinkedHashMap<>();
		for (Domain domain : reachable(this.scope.select(this.context.domains()))) {
			plans.put(domain, read(domain, (reviewed) -> {
				RepairPlan history = new Repair(reviewed, accepted.getOrDefault(domain.name(), Set.of())).plan();
				return together(List.of(history, leftovers(reviewed)));
			}));
		}
		return plans;
	}

	private RepairPlan leftovers(ReviewedDomain domain) {
		try {
			return new RepairPlan(new DomainLeftovers(domain).actions(), List.of());
		}
		catch (SQLException ex) {
			throw OpenDatabase.failed(this.context.databaseOf(domain.domain()), ex);
		}
	}

	private RepairPlan historyOnly(RepairPlan plan, ReviewedDomain domain) {
		List<RepairPlan.Action> actions = new ArrayList<>(plan.actions());
		actions.removeAll(leftovers(domain).actions());
		return new RepairPlan(actions, plan.left());
	}

	private static RepairPlan together(Iterable<RepairPlan> plans) {
		List<RepairPlan.Action> actions = new ArrayList<>();
		List<Finding> left = new ArrayList<>();
		for (RepairPlan plan : plans) {
			actions.addAll(plan.actions());
			left.addAll(plan.left());
		}
		return new RepairPlan(actions, left);
	}

	private <T> T read(Domain domain, Function<ReviewedDomain, T> reading) {
		ReviewedDomain reviewed = reviewed(domain);
		try {
			return reading.apply(reviewed);
		}
		catch (FlywayException ex) {
			throw new MigrationFailure(reviewed, this.context.databaseOf(domain)).explain(ex);
		}
	}

	private ReviewedDomain reviewed(Domain domain) {
		return this.context.review(domain, this.scope);
	}

	/**
	 * A database that does not answer is told apart from a history that is wrong.
	 */
	private List<Domain> reachable(List<Domain> domains) {
		for (Database database : this.context.inhabitedBy(domains)) {
			try {
				database.connect().close();
			}
			catch (SQLException ex) {
				throw OpenDatabase.failed(database, ex);
			}
		}
		return domains;
	}

}
