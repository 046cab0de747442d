package io.bailiwick.migration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Names the file where Flyway complains about one without saying which.
 */
final class UnnamedFile {

	private static final Pattern NO_VALUE = Pattern.compile("No value provided for placeholder: (\\$\\{(.+?)})");

	private static final Pattern MIXED = Pattern
		.compile("Detected both transactional and non-transactional statements.*found at line \\d+: ([^\\r\\n]+)");

	private final Domain domain;

	private final FileSearch files;

	UnnamedFile(Domain domain, Configuration configuration) {
		this.domain = domain;
		this.files = new FileSearch(configuration);
	}

	Optional<DomainMigrationException> explain(RuntimeException failure) {
		Matcher noValue = NO_VALUE.matcher(String.valueOf(failure.getMessage()));
		if (noValue.find()) {
			return Optional.of(noValue(noValue.group(1), noValue.group(2), failure));
		}
		Matcher mixed = MIXED.matcher(String.valueOf(failure.getMessage()));
		return mixed.find() ? Optional.of(mixed(mixed.group(1).replace(" [non-transactional]", ""), failure))
				: Optional.empty();
	}

	private DomainMigrationException noValue(String placeholder, String name, RuntimeException failure) {
		return new DomainMigrationException(
				"A file of the domain '%s' has the placeholder '%s', and no value is configured for it: %s.%n%nNothing of the file has been run."
					.formatted(this.domain.name(), placeholder, this.files.placesOf(placeholder)),
				"Set 'bailiwick.migration.placeholders.%s'. If the text is not meant to be a placeholder, set 'bailiwick.migration.placeholder-replacement=false' for all files."
					.formatted(name),
				failure);
	}

	private DomainMigrationException mixed(String statement, RuntimeException failure) {
		return new DomainMigrationException(
				"""
						A file of the domain '%s' mixes statements that run in a transaction with one that can not.

						    File:      %s
						    Statement: %s

						Nothing of the file has been run.""".formatted(this.domain.name(),
						this.files.placesOf(statement), statement),
				"Put this statement into a file of its own, with a version between what must run before it and what must run after it.",
				failure);
	}

}
