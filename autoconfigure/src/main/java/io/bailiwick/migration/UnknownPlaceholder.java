package io.bailiwick.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bailiwick.domain.Domain;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;

import org.springframework.util.FileCopyUtils;

/**
 * Finds the file with a placeholder that has no value, which Flyway does not name.
 */
final class UnknownPlaceholder {

	private static final Pattern MESSAGE = Pattern.compile("No value provided for placeholder: (\\$\\{(.+?)})");

	private final Domain domain;

	private final Configuration configuration;

	UnknownPlaceholder(Domain domain, Configuration configuration) {
		this.domain = domain;
		this.configuration = configuration;
	}

	Optional<DomainMigrationException> explain(RuntimeException failure) {
		Matcher message = MESSAGE.matcher(String.valueOf(failure.getMessage()));
		if (!message.find()) {
			return Optional.empty();
		}
		return Optional.of(new DomainMigrationException(
				"A file of the domain '%s' has the placeholder '%s', and no value is configured for it: %s.%n%nNothing of the file has been run."
					.formatted(this.domain.name(), message.group(1), places(message.group(1))),
				"Set 'bailiwick.migration.placeholders.%s'. If the text is not meant to be a placeholder, set 'bailiwick.migration.placeholder-replacement=false' for all files."
					.formatted(message.group(2)),
				failure));
	}

	private String places(String placeholder) {
		List<String> places = this.configuration.getResourceProvider()
			.getResources("", this.configuration.getSqlMigrationSuffixes())
			.stream()
			.filter((file) -> content(file).contains(placeholder))
			.map((file) -> "%s, line %d".formatted(file.getAbsolutePath(), line(content(file), placeholder)))
			.toList();
		return places.isEmpty() ? "it could not be found in any" : String.join("; ", places);
	}

	private static long line(String content, String placeholder) {
		return 1 + content.substring(0, content.indexOf(placeholder))
			.chars()
			.filter((character) -> character == '\n')
			.count();
	}

	private static String content(LoadableResource file) {
		try {
			return FileCopyUtils.copyToString(file.read());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
