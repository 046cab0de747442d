package io.bailiwick.migration.review;

import java.sql.Connection;
import java.sql.SQLException;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.Migration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationType;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A domain whose files are laid beside its history.
 *
 * @param domain the domain
 * @param scripts its files
 * @param flyway the Flyway that would migrate it
 */
public record ReviewedDomain(Domain domain, DomainScripts scripts, Flyway flyway) {

	/**
	 * Create a domain to review.
	 */
	public ReviewedDomain {
		Assert.notNull(domain, "'domain' must not be null");
		Assert.notNull(scripts, "'scripts' must not be null");
		Assert.notNull(flyway, "'flyway' must not be null");
	}

	Configuration configuration() {
		return this.flyway.getConfiguration();
	}

	HistoryTable history() {
		return new HistoryTable(this.domain, this.flyway);
	}

	/**
	 * Find the files of a migration.
	 */
	@Nullable Migration migration(MigrationInfo info) {
		boolean baseline = info.getType() == BaselineMigrationType.SQL_BASELINE;
		return this.scripts.migrations()
			.stream()
			.filter((migration) -> (migration.kind() == Migration.Kind.BASELINE) == baseline)
			.filter((migration) -> (info.getVersion() != null) ? info.getVersion().equals(migration.version())
					: (migration.version() == null && migration.description().equals(info.getDescription())))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The path by which people know a file; the recorded one if the file is gone.
	 */
	String displayPath(String script) {
		LoadableResource resource = configuration().getResourceProvider().getResource(script);
		return (resource != null) ? resource.getAbsolutePath() : script;
	}

	/**
	 * A connection like the one that migrates the domain, to be closed by the caller.
	 */
	Connection connect() throws SQLException {
		return configuration().getDataSource().getConnection();
	}

}
