package io.bailiwick.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseUnavailableException;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Why domains of one database are not as far as they have to be.
 *
 * @param domains the domains: one, or several for the same reason
 * @param reason what is there and what is missing
 * @param failed what was begun and failed
 * @param forbidden whether the history is there and may not be read
 * @param toldByFlyway whether Flyway had to be asked
 * @param database where, or {@code null} if that has not been said yet
 * @param holder who is migrating there, or {@code null} if nobody is or nobody knows
 */
record Lack(List<Domain> domains, String reason, List<String> failed, boolean forbidden, boolean toldByFlyway,
		@Nullable Database database, @Nullable String holder) {

	private static final int LISTED = 5;

	static Lack of(Domain domain, Coverage coverage, boolean toldByFlyway) {
		StringBuilder reason = new StringBuilder();
		reason.append((coverage.currentVersion() != null) ? "has version " + coverage.currentVersion()
				: "has no version yet");
		if (coverage.neededVersion() != null) {
			reason.append(" and needs ").append(coverage.neededVersion());
		}
		reason.append(", missing: ").append(list(coverage.missing()));
		if (!coverage.failed().isEmpty()) {
			reason.append(" (failed: ").append(list(coverage.failed())).append(')');
		}
		return new Lack(List.of(domain), reason.toString(), coverage.failed(), false, toldByFlyway, null, null);
	}

	static Lack unknown(Domain domain, String doubt, boolean forbidden, boolean toldByFlyway) {
		return new Lack(List.of(domain), doubt, List.of(), forbidden, toldByFlyway, null, null);
	}

	static Lack unreachable(Database database, List<Domain> domains, DatabaseUnavailableException cause) {
		return new Lack(domains, firstLine(cause.analysis().getDescription()), List.of(), false, false, database, null);
	}

	static Lack unreadable(Database database, List<Domain> domains, SQLException cause) {
		return new Lack(
				domains, "the history can not be read: %s [SQLSTATE %s]"
					.formatted(firstLine(String.valueOf(cause.getMessage())), cause.getSQLState()),
				List.of(), false, false, database, null);
	}

	private static String list(List<String> names) {
		String list = names.stream().limit(LISTED).collect(Collectors.joining(", "));
		return (names.size() > LISTED) ? "%s and %d more".formatted(list, names.size() - LISTED) : list;
	}

	private static String firstLine(String text) {
		return text.lines().findFirst().orElse("");
	}

	Lack in(Database database, @Nullable String holder) {
		return new Lack(this.domains, this.reason, this.failed, this.forbidden, this.toldByFlyway, database, holder);
	}

	/**
	 * What an administrator has to do for a role that may not read a history.
	 */
	String howToPermit(String historyTable) {
		return "Have an administrator let this role read the history: GRANT USAGE ON SCHEMA \"%1$s\" TO …; GRANT SELECT ON \"%1$s\".\"%2$s\" TO …;"
			.formatted(this.domains.get(0).schema(), historyTable);
	}

	boolean concerns(Domain domain) {
		return this.domains.contains(domain);
	}

	String names() {
		return this.domains.stream().map(Domain::name).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return "%s: %s%s".formatted(names(), this.reason,
				(this.holder != null) ? " (%s is migrating)".formatted(this.holder) : "");
	}

}
