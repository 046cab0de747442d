package io.bailiwick.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.Coverage;
import io.bailiwick.migration.history.ExpectedHistory;
import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tells which domains of one database are not as far as their files go. Flyway is asked
 * only about what is not known from files: Java migrations, and what callbacks and
 * customizers may change.
 */
final class DomainCoverage {

	private final List<Domain> domains;

	private final MigrationScope scope;

	private final Function<Domain, DomainPlan> plans;

	DomainCoverage(List<Domain> domains, MigrationScope scope, Function<Domain, DomainPlan> plans) {
		this.domains = domains;
		this.scope = scope;
		this.plans = plans;
	}

	/**
	 * Look at all histories at once.
	 * @param connection a connection to the database, with auto-commit
	 * @return what is lacking, in the order of the domains
	 */
	List<Lack> lacking(Connection connection) throws SQLException {
		List<Domain> known = DatabaseKind.isPostgreSql(connection)
				? this.domains.stream().filter((domain) -> expected(domain) != null).toList() : List.of();
		List<History> histories = Histories.read(connection,
				known.stream().map((domain) -> this.plans.apply(domain).expected().get(0).table()).toList());
		List<Lack> lacks = new ArrayList<>();
		for (Domain domain : this.domains) {
			int index = known.indexOf(domain);
			Lack lack = (index >= 0) ? lack(domain, histories.get(index)) : askFlyway(domain);
			if (lack != null) {
				lacks.add(lack);
			}
		}
		return lacks;
	}

	private @Nullable ExpectedHistory expected(Domain domain) {
		List<ExpectedHistory> expected = this.plans.apply(domain).expected();
		return expected.isEmpty() ? null : expected.get(0);
	}

	private @Nullable Lack lack(Domain domain, History history) {
		ExpectedHistory expected = expected(domain);
		Coverage coverage = (expected != null) ? expected.coverageBy(history, this.scope.targets().get(domain.name()))
				: null;
		if (coverage != null && coverage.complete()) {
			return null;
		}
		if (coverage != null && coverage.doubt() == null) {
			return Lack.of(domain, coverage, false);
		}
		// What is not there, or may not be read, Flyway would not find either.
		return (history.doubt() != null) ? Lack.unknown(domain, history.doubt(), history.forbidden(), false)
				: askFlyway(domain);
	}

	private @Nullable Lack askFlyway(Domain domain) {
		String target = this.scope.targets().get(domain.name());
		MigrationVersion limit = (target != null) ? MigrationVersion.fromVersion(target) : null;
		List<String> missing = new ArrayList<>();
		List<String> failed = new ArrayList<>();
		try {
			for (MigrationInfo info : this.plans.apply(domain).flyway().info().all()) {
				MigrationState state = info.getState();
				boolean wanted = limit == null
						|| (info.getVersion() != null && info.getVersion().compareTo(limit) <= 0);
				if (wanted && (state == MigrationState.PENDING || state == MigrationState.IGNORED
						|| state == MigrationState.FAILED)) {
					missing.add(describe(info));
				}
				if (wanted && state == MigrationState.FAILED) {
					failed.add(describe(info));
				}
			}
		}
		catch (FlywayException ex) {
			return Lack.unknown(domain,
					"Flyway can not tell: " + String.valueOf(ex.getMessage()).lines().findFirst().orElse(""), false,
					true);
		}
		return missing.isEmpty() ? null : Lack.of(domain, new Coverage(null, null, null, missing, failed), true);
	}

	private static String describe(MigrationInfo info) {
		return (info.getVersion() != null) ? "version " + info.getVersion().getVersion()
				: "'" + info.getDescription() + "'";
	}

}
