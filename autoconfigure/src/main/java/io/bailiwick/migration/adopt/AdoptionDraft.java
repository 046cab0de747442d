package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.History;
import io.bailiwick.migration.history.HistoryRow;
import io.bailiwick.migration.history.TableName;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, before it is compared with what is there.
 *
 * @param source the old history, or {@code null} if somebody has named versions
 * @param domains what it means for each domain that takes part
 * @param forgotten what somebody has said to leave out
 * @param edited where a file is not what was applied
 */
record AdoptionDraft(@Nullable OldTable source, List<DomainAdoption> domains, List<String> forgotten,
		List<String> edited) {

	static AdoptionDraft of(Connection connection, OldTable table, List<DomainFiles> inhabitants,
			AdoptionRequest request) throws SQLException {
		OldHistory history = new OldHistoryReader(connection, table).read();
		requireVersions(history);
		if (history.isEmpty()) {
			return new AdoptionDraft(table, List.of(), List.of(), List.of());
		}
		if (table.tool().isCode()) {
			return ofCode(connection, history, inhabitants, request.domains());
		}
		FileAssignment assignment = new FileAssignment(history,
				inhabitants.stream().flatMap((domain) -> domain.files().stream()).toList(), request.map())
			.assign();
		List<DomainAdoption> domains = new ArrayList<>();
		for (DomainFiles files : inhabitants) {
			DomainDraft draft = DomainDraft.of(files, history, assignment.assigned());
			if (draft != null && (request.domains().isEmpty() || request.domains().contains(files.domain().name()))) {
				domains.add(draft.against(existing(connection, files.history())));
			}
		}
		return new AdoptionDraft(table, domains, assignment.forgotten(), assignment.differences());
	}

	/**
	 * Nobody but the tool itself can tell what its migrations do: what is there is taken
	 * as it is, from its newest version on.
	 */
	private static AdoptionDraft ofCode(Connection connection, OldHistory history, List<DomainFiles> inhabitants,
			Set<String> wanted) throws SQLException {
		String tool = history.table().tool().label();
		OldMigration newest = history.migrations()
			.stream()
			.max((one, other) -> version(one).compareTo(version(other)))
			.orElseThrow();
		if (wanted.isEmpty()) {
			throw new AdoptionException(
					"%s has %d migrations, and they are written for %s alone: which domains they belong to can not be told."
						.formatted(history.table().describe(), history.migrations().size(), tool),
					("Name the domains that begin with what is there: 'java -jar <application>.jar db adopt <domain> …'. Each gets the baseline %s: "
							+ "its files up to that version count as applied, later ones will run. Files that are numbered otherwise are told with "
							+ "'db baseline <domain>@<version>'.")
						.formatted(newest.version()));
		}
		List<DomainAdoption> domains = new ArrayList<>();
		for (DomainFiles files : inhabitants) {
			if (wanted.contains(files.domain().name())) {
				domains.add(DomainDraft
					.baseline(files, version(newest),
							"%d migrations of %s".formatted(history.migrations().size(), tool), newest)
					.against(existing(connection, files.history())));
			}
		}
		return new AdoptionDraft(history.table(), domains, List.of(), List.of());
	}

	static AdoptionDraft of(Connection connection, List<DomainFiles> inhabitants, Map<String, String> versions)
			throws SQLException {
		List<DomainAdoption> domains = new ArrayList<>();
		for (DomainFiles files : inhabitants) {
			String version = versions.get(files.domain().name());
			if (version != null) {
				domains.add(DomainDraft.baseline(files, named(files, version), DomainDraft.FLYWAYS_WORDS, null)
					.against(existing(connection, files.history())));
			}
		}
		return new AdoptionDraft(null, domains, List.of(), List.of());
	}

	private static MigrationVersion named(DomainFiles files, String version) {
		try {
			return MigrationVersion.fromVersion(version);
		}
		catch (FlywayException ex) {
			throw new AdoptionException(
					"'%s' is no version of the domain '%s'.".formatted(version, files.domain().name()),
					"A version has numbers and dots. The files of the domain have: %s".formatted(files.files()
						.stream()
						.map(MigrationFile::version)
						.filter(Objects::nonNull)
						.map(MigrationVersion::toString)
						.collect(Collectors.joining(", "))),
					ex);
		}
	}

	private static void requireVersions(OldHistory history) {
		for (OldMigration migration : history.migrations()) {
			try {
				version(migration);
			}
			catch (FlywayException ex) {
				throw new AdoptionException(
						"%s has the version '%s', which is none that Flyway could keep."
							.formatted(history.table().describe(), migration.version()),
						"Name the versions of the domains instead: 'java -jar <application>.jar db baseline <domain>@<version>'.",
						ex);
			}
		}
	}

	private static MigrationVersion version(OldMigration migration) {
		return (migration.version() != null) ? MigrationVersion.fromVersion(migration.version())
				: MigrationVersion.EMPTY;
	}

	private static @Nullable List<HistoryRow> existing(Connection connection, TableName table) throws SQLException {
		History history = Histories.readWithDetails(connection, List.of(table)).get(0);
		if (history.rows() == null && exists(connection, table)) {
			throw new AdoptionException("The history of a domain can not be read: %s.".formatted(history.doubt()),
					"Give the table the columns and rights that Flyway gives it.");
		}
		return history.rows();
	}

	static boolean exists(Connection connection, TableName table) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT FROM pg_tables WHERE schemaname = ? AND tablename = ?")) {
			statement.setString(1, table.schema());
			statement.setString(2, table.table());
			try (ResultSet row = statement.executeQuery()) {
				return row.next();
			}
		}
	}

	boolean isEmpty() {
		return toWrite().isEmpty();
	}

	List<DomainAdoption> toWrite() {
		return this.domains.stream().filter((domain) -> !domain.adopted()).toList();
	}

	Set<String> namesToWrite() {
		return toWrite().stream().map(DomainAdoption::domain).collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
