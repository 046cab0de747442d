package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.domain.Domain;

/**
 * Does at the start of the application what the mode of each domain says, each after
 * those it depends on.
 */
final class StartMigrations {

	/**
	 * What may refuse the start comes before anything is changed, and waiting comes last:
	 * another application may be waiting for what this one migrates.
	 */
	private static final List<MigrationMode> PRECEDENCE = List.of(MigrationMode.NONE, MigrationMode.VALIDATE,
			MigrationMode.MIGRATE, MigrationMode.WAIT);

	private final MigrationContext context;

	private final MigrationModes modes;

	StartMigrations(MigrationContext context, MigrationModes modes) {
		this.context = context;
		this.modes = modes;
	}

	void run() {
		for (Step step : steps()) {
			switch (step.mode()) {
				case MIGRATE -> new SchemaMigrator(this.context, step.domains()).migrate();
				case NONE -> {
				}
				case VALIDATE -> new StartValidation(this.context, step.domains()).check();
				case WAIT ->
					new MigrationWait(this.context, step.domains(), MigrationScope.all(), this.modes.waitTimeout())
						.await();
			}
		}
	}

	/**
	 * As few steps as the dependencies allow: what is migrated or waited for together
	 * needs one look at each database.
	 */
	List<Step> steps() {
		List<Step> steps = new ArrayList<>();
		Set<String> done = new HashSet<>();
		List<Domain> remaining = new ArrayList<>(this.context.domains().stream().toList());
		while (!remaining.isEmpty()) {
			Step step = next(remaining, done);
			steps.add(step);
			remaining.removeAll(step.domains());
		}
		return steps;
	}

	private Step next(List<Domain> remaining, Set<String> done) {
		for (MigrationMode mode : PRECEDENCE) {
			List<Domain> together = new ArrayList<>();
			for (Domain domain : remaining) {
				if (this.modes.of(domain) == mode && done.containsAll(domain.dependsOn())) {
					together.add(domain);
					done.add(domain.name());
				}
			}
			if (!together.isEmpty()) {
				return new Step(mode, together);
			}
		}
		throw new IllegalStateException("No domain can be the next of " + remaining);
	}

	/**
	 * Domains of one mode that need no other domain that comes later.
	 *
	 * @param mode their mode
	 * @param domains the domains, in their order
	 */
	record Step(MigrationMode mode, List<Domain> domains) {

	}

}
