package io.bailiwick.database.environment;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * The process environment as Spring sees it.
 */
final class EnvironmentVariables {

	private final @Nullable PropertySource<?> source;

	private EnvironmentVariables(@Nullable PropertySource<?> source) {
		this.source = source;
	}

	/**
	 * Read only what really is an environment variable: a system property or a line of
	 * YAML called {@code DATABASE_URL} is none.
	 * @param environment the environment of the application
	 * @return the variables
	 */
	static EnvironmentVariables of(ConfigurableEnvironment environment) {
		return new EnvironmentVariables(
				environment.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	/**
	 * Find a variable; one that is blank counts as not set.
	 * @param name the name of the variable
	 * @param verbatim whether white space around the value belongs to it
	 * @return the variable, or {@code null} if it is not set
	 */
	@Nullable EnvironmentVariable find(String name, boolean verbatim) {
		Object value = (this.source != null) ? this.source.getProperty(name) : null;
		if (value == null || !StringUtils.hasText(value.toString())) {
			return null;
		}
		return new EnvironmentVariable(name, verbatim ? value.toString() : value.toString().strip());
	}

}
