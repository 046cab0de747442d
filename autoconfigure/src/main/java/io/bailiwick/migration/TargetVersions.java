package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.script.Migration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Refuses to go to a version that does not exist: Flyway would take it for one that is
 * high enough.
 */
final class TargetVersions {

	private final MigrationContext context;

	TargetVersions(MigrationContext context) {
		this.context = context;
	}

	/**
	 * Check the versions to go to.
	 * @throws UnknownDomainException if a domain does not exist
	 * @throws UnknownVersionException if a version does not exist
	 */
	MigrationScope check(MigrationScope scope) {
		scope.select(this.context.domains());
		scope.targets().forEach((domain, version) -> {
			List<MigrationVersion> known = versions(this.context.domains().get(domain));
			if (!known.contains(parse(domain, version, known))) {
				throw new UnknownVersionException(domain, version, texts(known));
			}
		});
		return scope;
	}

	private static MigrationVersion parse(String domain, String version, List<MigrationVersion> known) {
		try {
			return MigrationVersion.fromVersion(version);
		}
		catch (FlywayException ex) {
			throw new UnknownVersionException(domain, version, texts(known));
		}
	}

	private List<MigrationVersion> versions(Domain domain) {
		DomainPlan plan = this.context.plan(domain);
		List<MigrationVersion> versions = new ArrayList<>(
				plan.scripts().migrations().stream().map(Migration::version).filter(Objects::nonNull).toList());
		JavaMigration[] written = plan.flyway().getConfiguration().getJavaMigrations();
		versions.addAll(Arrays.stream(written).map(JavaMigration::getVersion).filter(Objects::nonNull).toList());
		versions.sort(null);
		return versions;
	}

	private static List<String> texts(List<MigrationVersion> versions) {
		return versions.stream().map(MigrationVersion::getVersion).distinct().toList();
	}

}
