package io.bailiwick.migration.adopt;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.script.statement.TransactionStatements;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A domain that is built from its files somewhere else.
 *
 * @param files the domain
 * @param without the scripts that are left out
 */
record BuiltDomain(DomainFiles files, Set<String> without) {

	Domain domain() {
		return this.files.domain();
	}

	/**
	 * Run the files. The schema must be there and empty.
	 */
	void run(DataSource dataSource) {
		flyway(dataSource).migrate();
	}

	private Flyway flyway(DataSource dataSource) {
		Configuration configuration = this.files.configuration();
		return new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
			.dataSource(dataSource)
			.target("latest")
			.resourceProvider(new Selection(configuration.getResourceProvider(), this.without))
			.javaMigrations(Arrays.stream(configuration.getJavaMigrations())
				.filter((migration) -> !this.without.contains(migration.getClass().getName()))
				.toArray(JavaMigration[]::new))
			// The application's own may talk to the rest of the world.
			.callbacks(Arrays.stream(configuration.getCallbacks())
				.filter(TransactionStatements.class::isInstance)
				.toArray(Callback[]::new))
			.load();
	}

	/**
	 * The files of a domain without some of them.
	 */
	private record Selection(ResourceProvider all, Set<String> without) implements ResourceProvider {

		@Override
		public LoadableResource getResource(String name) {
			return this.all.getResource(name);
		}

		@Override
		public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
			return List.copyOf(this.all.getResources(prefix, suffixes))
				.stream()
				.filter((resource) -> !this.without.contains(resource.getRelativePath()))
				.toList();
		}

	}

}
