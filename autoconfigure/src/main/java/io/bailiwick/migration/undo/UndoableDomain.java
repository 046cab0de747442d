package io.bailiwick.migration.undo;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.Migration;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A domain whose migrations may be undone.
 *
 * @param domain the domain
 * @param database its database, with the connections that its migrations get
 * @param scripts the files of its migrations
 * @param configuration the configuration of the Flyway that runs its migrations
 */
public record UndoableDomain(Domain domain, Database database, DomainScripts scripts, Configuration configuration) {

	String name() {
		return this.domain.name();
	}

	TableName history() {
		return new TableName(this.domain.schema(), this.configuration.getTable());
	}

	@Nullable Migration find(MigrationVersion version) {
		return this.scripts.migrations()
			.stream()
			.filter((migration) -> migration.kind() == Migration.Kind.VERSIONED && version.equals(migration.version()))
			.findFirst()
			.orElse(null);
	}

}
