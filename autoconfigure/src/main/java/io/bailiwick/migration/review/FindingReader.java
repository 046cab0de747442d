package io.bailiwick.migration.review;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Finds where a domain's files and its history disagree. The verdict is Flyway's; why,
 * and what to do, is ours.
 */
public final class FindingReader {

	private static final Log logger = LogFactory.getLog(FindingReader.class);

	private final ReviewedDomain domain;

	private final Remedies remedies;

	/**
	 * Create a reader.
	 * @param domain the domain
	 */
	public FindingReader(ReviewedDomain domain) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
		this.remedies = new Remedies(domain);
	}

	/**
	 * Find what would keep a migration from beginning. Nothing is changed or created.
	 * @return the faults
	 * @throws org.flywaydb.core.api.FlywayException if the history can not be read
	 */
	public List<Finding> faults() {
		Flyway validating = validating();
		List<MigrationInfo> all = List.of(validating.info().all());
		List<ValidateOutput> problems = validating.validateWithResult().invalidMigrations;
		return problems.stream().map((problem) -> fault(problem, find(problem, all))).toList();
	}

	/**
	 * Find all differences, what is pending among them. Nothing is changed or created.
	 * @return the findings, faults first
	 * @throws org.flywaydb.core.api.FlywayException if the history can not be read
	 */
	public List<Finding> all() {
		List<Finding> findings = new ArrayList<>(faults());
		for (MigrationInfo pending : this.domain.flyway().info().pending()) {
			boolean again = pending.getVersion() == null && pending.isApplied();
			findings.add(new Finding(name(), Finding.Kind.PENDING, version(pending), pending.getDescription(),
					this.domain.displayPath(pending.getScript()), pending.getInstalledRank(),
					again ? "its file has changed, and it has not run again yet" : "it has not been applied yet",
					this.remedies.migrate()));
		}
		return findings;
	}

	/**
	 * Say what to do about all findings together.
	 * @param findings the findings
	 * @return sentences, one group for each kind of finding
	 */
	public String remedies(List<Finding> findings) {
		Map<Finding.Kind, List<String>> names = new LinkedHashMap<>();
		for (Finding finding : findings) {
			names.computeIfAbsent(finding.kind(), (kind) -> new ArrayList<>()).add(finding.name());
		}
		return names.entrySet()
			.stream()
			.map((entry) -> this.remedies.forFaults(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(" "));
	}

	/**
	 * What is pending is no problem to a run that is about to apply it.
	 */
	private Flyway validating() {
		Configuration configuration = this.domain.configuration();
		ValidatePattern[] ignored = Stream
			.concat(Arrays.stream(configuration.getIgnoreMigrationPatterns()),
					Stream.of(ValidatePattern.fromPattern("*:pending")))
			.toArray(ValidatePattern[]::new);
		return new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
			.ignoreMigrationPatterns(ignored)
			.load();
	}

	private static @Nullable MigrationInfo find(ValidateOutput problem, List<MigrationInfo> all) {
		return all.stream()
			.filter((info) -> problem.version.isEmpty() ? problem.description.equals(info.getDescription())
					: (info.getVersion() != null && problem.version.equals(info.getVersion().getVersion())))
			.reduce((earlier, later) -> later)
			.orElse(null);
	}

	private Finding fault(ValidateOutput problem, @Nullable MigrationInfo info) {
		Finding.Kind kind = kind(problem, info);
		String version = problem.version.isEmpty() ? null : problem.version;
		return new Finding(name(), kind, version, problem.description, file(problem),
				(info != null) ? info.getInstalledRank() : null, why(kind, problem, info),
				this.remedies.forFaults(kind, List.of((version != null) ? version : problem.description)));
	}

	private Finding.Kind kind(ValidateOutput problem, @Nullable MigrationInfo info) {
		if (!(problem.errorDetails.errorCode instanceof CoreErrorCode known)) {
			return Finding.Kind.OTHER;
		}
		return switch (known) {
			case CHECKSUM_MISMATCH -> isCosmetic(info) ? Finding.Kind.COSMETIC : Finding.Kind.CHANGED;
			case APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED, APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED ->
				Finding.Kind.MISSING;
			case RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED -> Finding.Kind.PASSED_OVER;
			case DESCRIPTION_MISMATCH -> Finding.Kind.RENAMED;
			case FAILED_VERSIONED_MIGRATION, FAILED_REPEATABLE_MIGRATION -> Finding.Kind.FAILED;
			default -> Finding.Kind.OTHER;
		};
	}

	private boolean isCosmetic(@Nullable MigrationInfo info) {
		try {
			return info != null && Boolean.TRUE.equals(new Fingerprints(this.domain).isCosmetic(info));
		}
		catch (SQLException ex) {
			logger.debug("The fingerprints can not be read: every edit is taken for a real one", ex);
			return false;
		}
	}

	private static String why(Finding.Kind kind, ValidateOutput problem, @Nullable MigrationInfo info) {
		return switch (kind) {
			case CHANGED -> "the file was changed after it had been applied" + when(info);
			case COSMETIC ->
				"comments or white space of the file were changed after it had been applied%s, and nothing else"
					.formatted(when(info));
			case MISSING -> "it has been applied%s, but there is no file for it any more"
				.formatted((info != null) ? " from '%s'".formatted(info.getScript()) : "");
			case PASSED_OVER -> "it is older than what has been applied already, and out-of-order is off";
			case RENAMED -> "the file was renamed after it had been applied"
					+ ((info != null) ? " as '%s'".formatted(info.getScript()) : "");
			case FAILED -> "it failed in an earlier run and could not be rolled back";
			case PENDING, OTHER ->
				problem.errorDetails.errorMessage.lines().findFirst().orElse(problem.errorDetails.errorCode.toString());
		};
	}

	private static String when(@Nullable MigrationInfo info) {
		return (info != null) ? ", on %tF by '%s'".formatted(info.getInstalledOn(), info.getInstalledBy()) : "";
	}

	private @Nullable String file(ValidateOutput problem) {
		Configuration configuration = this.domain.configuration();
		return configuration.getResourceProvider()
			.getResources("", configuration.getSqlMigrationSuffixes())
			.stream()
			.filter((file) -> file.getAbsolutePathOnDisk().equals(problem.filepath))
			.findFirst()
			.map(LoadableResource::getAbsolutePath)
			.orElse(null);
	}

	private String name() {
		return this.domain.domain().name();
	}

	private static @Nullable String version(MigrationInfo info) {
		return (info.getVersion() != null) ? info.getVersion().getVersion() : null;
	}

}
