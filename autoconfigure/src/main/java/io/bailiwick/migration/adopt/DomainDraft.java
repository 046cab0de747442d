package io.bailiwick.migration.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.bailiwick.migration.adopt.FileAssignment.Assigned;
import io.bailiwick.migration.history.HistoryRow;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said in the history of one domain.
 */
final class DomainDraft {

	static final String FLYWAYS_WORDS = "<< Flyway Baseline >>";

	private final DomainFiles files;

	private final List<AdoptedRow> rows = new ArrayList<>();

	private final Set<MigrationFile> applied;

	private final @Nullable MigrationVersion baseline;

	private DomainDraft(DomainFiles files, List<AdoptedRow> rows, Set<MigrationFile> applied,
			@Nullable MigrationVersion baseline) {
		this.files = files;
		this.rows.addAll(rows);
		this.applied = applied;
		this.baseline = baseline;
	}

	/**
	 * Say that all versions up to one are there.
	 */
	static DomainDraft baseline(DomainFiles files, MigrationVersion version, String description,
			@Nullable OldMigration old) {
		return new DomainDraft(files, List.of(AdoptedRow.baseline(version, description, old)), Set.of(), version);
	}

	/**
	 * Say of each migration what the old history says.
	 * @return the draft, or {@code null} if the old history has nothing of this domain
	 */
	static @Nullable DomainDraft of(DomainFiles files, OldHistory history, List<Assigned> assigned) {
		List<AdoptedRow> rows = new ArrayList<>();
		Set<MigrationFile> applied = assigned.stream()
			.map(Assigned::file)
			.filter((file) -> file != null && file.domain().equals(files.domain().name()))
			.map(Objects::requireNonNull)
			.collect(Collectors.toSet());
		OldMigration base = baseline(history, assigned);
		MigrationVersion baseline = null;
		if (base != null && base.version() != null) {
			MigrationVersion version = MigrationVersion.fromVersion(base.version());
			if (!applied.isEmpty() || files.files().stream().anyMatch((file) -> file.isUpTo(version))) {
				String description = (base.description() != null) ? base.description() : FLYWAYS_WORDS;
				rows.add(AdoptedRow.baseline(version, description, base));
				baseline = version;
			}
		}
		for (Assigned pair : assigned) {
			if (pair.file() != null && applied.contains(pair.file())) {
				rows.add(AdoptedRow.of(pair.old(), pair.file()));
			}
		}
		return rows.isEmpty() ? null : new DomainDraft(files, rows, applied, baseline);
	}

	private static @Nullable OldMigration baseline(OldHistory history, List<Assigned> assigned) {
		return assigned.stream()
			.filter((pair) -> pair.file() == null)
			.map(Assigned::old)
			.reduce((one, other) -> other)
			.orElse(history.baseline());
	}

	/**
	 * Lay the draft beside the history that the domain may have already.
	 * @param existing the rows of that history, or {@code null} if there is none
	 * @throws AdoptionException if it says something else
	 */
	DomainAdoption against(@Nullable List<HistoryRow> existing) {
		List<HistoryRow> said = (existing != null) ? existing : List.of();
		List<AdoptedRow> missing = this.rows.stream().filter((row) -> said.stream().noneMatch(row::isIn)).toList();
		boolean begun = said.stream().anyMatch((row) -> !row.type().equals("SCHEMA"));
		if (begun && !missing.isEmpty()) {
			throw new AdoptionException(
					"The domain '%s' has a history of its own, in %s, which does not have:%n%n%s".formatted(name(),
							this.files.history(),
							missing.stream()
								.map((row) -> "    " + row)
								.collect(Collectors.joining(System.lineSeparator()))),
					"A domain is adopted once, before it is migrated. 'java -jar <application>.jar db info %s' shows its history."
						.formatted(name()));
		}
		int rank = said.stream().mapToInt(HistoryRow::rank).max().orElse(0);
		List<AdoptedRow> ranked = new ArrayList<>();
		for (AdoptedRow row : this.rows) {
			ranked.add(row.withRank(++rank));
		}
		return new DomainAdoption(name(), this.files.history(), missing.isEmpty(), ranked, scripts(true),
				scripts(false));
	}

	private List<String> scripts(boolean counted) {
		return this.files.files()
			.stream()
			.filter((file) -> !this.applied.contains(file))
			.filter((file) -> counted == counts(file) && (counted || !file.isBaseline()))
			.map(MigrationFile::script)
			.toList();
	}

	private boolean counts(MigrationFile file) {
		return this.baseline != null && file.isUpTo(this.baseline);
	}

	private String name() {
		return this.files.domain().name();
	}

}
