package io.bailiwick.migration;

import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;

/**
 * The part of a run that happens in one database.
 *
 * @param database the database
 * @param inhabitants the domains that live in it and may have something to do
 * @param schemas sees to the schemas of these domains
 * @param progress how far the run has come there
 * @param levels how many of its domains can be migrated at once
 */
record MigrationRun(Database database, List<Domain> inhabitants, SchemaKeeper schemas, MigrationProgress progress,
		ParallelLevels levels) {

	static MigrationRun of(Database database, List<Domain> inhabitants, List<Domain> upToDate, SchemaKeeper schemas) {
		MigrationProgress progress = new MigrationProgress(database, inhabitants);
		progress.skipped(upToDate);
		List<Domain> toDo = inhabitants.stream().filter((domain) -> !upToDate.contains(domain)).toList();
		return new MigrationRun(database, toDo, schemas, progress, new ParallelLevels(connectionsToSpare(database)));
	}

	/**
	 * How many connections there are for migrations, the one that holds the lock not
	 * counted.
	 */
	static int connectionsToSpare(Database database) {
		Integer size = database.maximumPoolSize();
		return (size != null) ? size - 1 : Integer.MAX_VALUE;
	}

}
