package io.bailiwick.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * The settings of an application while it is a command.
 */
final class CommandEnvironment {

	private static final String NAME = "bailiwickCommand";

	/**
	 * What holds whatever the application says. A command asks for what it wants, so that
	 * nothing is migrated because it starts; and what several instances of the
	 * application would need is no concern of it.
	 */
	private static final Map<String, Object> FIXED = Map.of("spring.main.banner-mode", "off",
			"spring.main.log-startup-info", "false", "spring.main.web-application-type", "none",
			"spring.main.lazy-initialization", "true", "spring.main.keep-alive", "false", "spring.flyway.enabled",
			"true", "bailiwick.migration.mode", "none", "bailiwick.budget", "off",
			"spring.datasource.hikari.minimum-idle", "0");

	/**
	 * What is logged where the application does not say: the command itself explains what
	 * has failed.
	 */
	private static final Map<String, Object> QUIET = Map.of("logging.level.root", "WARN",
			"logging.level.org.springframework", "ERROR", "logging.level.com.zaxxer.hikari", "OFF",
			"logging.level.org.flywaydb.core.internal.command", "OFF",
			"logging.level.io.bailiwick.autoconfigure.ServerProfiles", "ERROR");

	private final MutablePropertySources sources;

	CommandEnvironment(ConfigurableEnvironment environment) {
		this.sources = environment.getPropertySources();
	}

	/**
	 * Whether an application is a command.
	 */
	static boolean isCommand(Environment environment) {
		return environment instanceof ConfigurableEnvironment configurable
				&& configurable.getPropertySources().contains(NAME);
	}

	void prepare(List<String> arguments, boolean verbose) {
		String commandLine = CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME;
		if (this.sources.contains(commandLine)) {
			// Options of verbs are no properties.
			this.sources.replace(commandLine, new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
		}
		this.sources.addFirst(new MapPropertySource(NAME, FIXED));
		if (!verbose) {
			DefaultPropertiesPropertySource.addOrMerge(new HashMap<>(QUIET), this.sources);
		}
	}

}
