package io.bailiwick.migration.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.bailiwick.migration.script.Migration;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Mends the history of a domain, one row for each fault, all in one transaction. Faults
 * behind which the schema may be another one than the files describe are left alone
 * unless somebody has accepted them by name.
 * <p>
 * The rows become what Flyway's {@code repair} makes of them.
 */
public final class Repair {

	private final ReviewedDomain domain;

	private final Set<String> accepted;

	private final String table;

	/**
	 * Create a repair.
	 * @param domain the domain
	 * @param accepted the versions, or the descriptions of repeatable migrations, of
	 * which a change or a loss is accepted
	 */
	public Repair(ReviewedDomain domain, Set<String> accepted) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
		this.accepted = Set.copyOf(accepted);
		this.table = domain.history().name();
	}

	/**
	 * Find out what would be done; nothing is changed.
	 * @return the plan
	 * @throws org.flywaydb.core.api.FlywayException if the history can not be read
	 */
	public RepairPlan plan() {
		List<RepairPlan.Action> actions = new ArrayList<>();
		List<Finding> left = new ArrayList<>();
		for (Finding fault : new FindingReader(this.domain).faults()) {
			String what = what(fault);
			if (what != null) {
				actions.add(new RepairPlan.Action(fault.domain(), fault.subject(), fault.why(), what));
			}
			else {
				left.add(fault);
			}
		}
		return new RepairPlan(actions, left);
	}

	private @Nullable String what(Finding fault) {
		return switch (fault.kind()) {
			case COSMETIC -> "Its row takes over the checksum of the file.";
			case RENAMED -> "Its row takes over the description of the file.";
			case FAILED -> "Its row is deleted: the migration will run again.";
			case CHANGED -> isAccepted(fault) ? "Its row takes over the checksum of the file, as accepted." : null;
			case MISSING -> isAccepted(fault) ? "A row says that it is no longer in force, as accepted." : null;
			case PENDING, PASSED_OVER, OTHER -> null;
		};
	}

	private boolean isAccepted(Finding fault) {
		return this.accepted.contains(fault.name());
	}

	/**
	 * Do it.
	 * @param planned what somebody has been told would be done
	 * @throws SQLException if the history can not be written; nothing has been changed
	 * then
	 * @throws IllegalStateException if it is no longer what would be done
	 */
	public void run(RepairPlan planned) throws SQLException {
		List<Finding> faults = new FindingReader(this.domain).faults();
		Assert.state(plan().equals(planned), "The history has changed meanwhile");
		MigrationInfo[] all = this.domain.flyway().info().all();
		try (Connection connection = this.domain.connect()) {
			connection.setAutoCommit(false);
			try {
				for (Finding fault : faults) {
					if (what(fault) != null && fault.rank() != null) {
						mend(connection, fault, fault.rank(), find(all, fault.rank()));
					}
				}
				connection.commit();
			}
			catch (SQLException ex) {
				connection.rollback();
				throw ex;
			}
			finally {
				connection.setAutoCommit(true);
			}
		}
		new Fingerprints(this.domain).remember();
	}

	private void mend(Connection connection, Finding fault, int rank, MigrationInfo info) throws SQLException {
		switch (fault.kind()) {
			case FAILED -> update(connection, "DELETE FROM %s WHERE installed_rank = ? AND NOT success", rank);
			case MISSING -> update(connection, """
					INSERT INTO %1$s (installed_rank, version, description, type, script, checksum, installed_by,
						execution_time, success)
					SELECT (SELECT max(installed_rank) + 1 FROM %1$s), version, description, 'DELETE', script, checksum,
						current_user, 0, success
					FROM %1$s WHERE installed_rank = ?""", rank);
			default -> {
				update(connection, "UPDATE %s SET checksum = ? WHERE installed_rank = ?", info.getResolvedChecksum(),
						rank);
				Migration migration = this.domain.migration(info);
				if (fault.kind() == Finding.Kind.RENAMED && migration != null) {
					update(connection, "UPDATE %s SET description = ? WHERE installed_rank = ?",
							AbbreviationUtils.abbreviateDescription(migration.description()), rank);
				}
			}
		}
	}

	private void update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql.formatted(this.table))) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			statement.executeUpdate();
		}
	}

	private static MigrationInfo find(MigrationInfo[] all, int rank) {
		for (MigrationInfo info : all) {
			if (Objects.equals(info.getInstalledRank(), rank)) {
				return info;
			}
		}
		throw new IllegalStateException("The history has changed meanwhile");
	}

}
