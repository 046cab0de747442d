package io.bailiwick.migration;

import java.util.List;

import io.bailiwick.database.Database;
import io.bailiwick.domain.Domain;

/**
 * The part of a run that happens in one database.
 *
 * @param database the database
 * @param inhabitants the domains that live in it
 * @param schemas sees to the schemas of these domains
 * @param progress how far the run has come there
 * @param levels how many of its domains can be migrated at once
 */
record MigrationRun(Database database, List<Domain> inhabitants, SchemaKeeper schemas, MigrationProgress progress,
		ParallelLevels levels) {

	MigrationRun(Database database, List<Domain> inhabitants, SchemaKeeper schemas) {
		this(database, inhabitants, schemas, new MigrationProgress(database, inhabitants),
				new ParallelLevels(connectionsToSpare(database)));
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
