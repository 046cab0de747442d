package io.bailiwick.migration.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.bailiwick.domain.Domain;
import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.review.ReviewedDomain;
import io.bailiwick.migration.script.Migration;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A domain with its migrations, each as Flyway itself would record it.
 *
 * @param reviewed the domain
 * @param files its migrations
 */
public record DomainFiles(ReviewedDomain reviewed, List<MigrationFile> files) {

	/**
	 * Create an instance.
	 */
	public DomainFiles {
		files = List.copyOf(files);
	}

	/**
	 * Ask Flyway what it would record. Its history is read, and nothing is changed.
	 * @param reviewed the domain
	 * @return the domain with its migrations
	 * @throws org.flywaydb.core.api.FlywayException if a file or the history can not be
	 * read
	 */
	public static DomainFiles read(ReviewedDomain reviewed) {
		List<MigrationFile> files = new ArrayList<>();
		for (MigrationInfo info : reviewed.flyway().info().all()) {
			if (info.getResolvedChecksum() != null || info.getPhysicalLocation() != null) {
				files.add(new MigrationFile(reviewed.domain().name(), info.getVersion(), info.getDescription(),
						info.getType().name(), info.getScript(), info.getResolvedChecksum(), text(reviewed, info)));
			}
		}
		return new DomainFiles(reviewed, files);
	}

	private static @Nullable Supplier<String> text(ReviewedDomain reviewed, MigrationInfo info) {
		return reviewed.scripts()
			.migrations()
			.stream()
			.filter((migration) -> migration.script().equals(info.getScript()))
			.findFirst()
			.map(Migration::up)
			.<Supplier<String>>map((script) -> () -> script.text(reviewed.flyway().getConfiguration().getEncoding()))
			.orElse(null);
	}

	Domain domain() {
		return this.reviewed.domain();
	}

	Configuration configuration() {
		return this.reviewed.flyway().getConfiguration();
	}

	TableName history() {
		return new TableName(domain().schema(), configuration().getTable());
	}

	/**
	 * The scripts of all migrations but some.
	 */
	Set<String> scriptsWithout(Set<String> some) {
		return this.files.stream()
			.map(MigrationFile::script)
			.filter((script) -> !some.contains(script))
			.collect(Collectors.toSet());
	}

}
