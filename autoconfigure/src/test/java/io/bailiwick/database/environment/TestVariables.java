package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Replaces the process environment of a Spring environment.
 */
final class TestVariables {

	private TestVariables() {
	}

	/**
	 * Parse {@code NAME=value NAME=value}; an underlined space stands for a space.
	 */
	static Map<String, Object> parse(String text) {
		Map<String, Object> variables = new LinkedHashMap<>();
		for (String assignment : text.strip().split(" +")) {
			String[] parts = assignment.split("=", 2);
			variables.put(parts[0], parts[1].replace('␣', ' '));
		}
		return variables;
	}

	static <E extends ConfigurableEnvironment> E set(E environment, Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		return environment;
	}

	static EnvironmentVariables read(String text) {
		return EnvironmentVariables.of(set(new StandardEnvironment(), parse(text)));
	}

	static DatabaseVariables ofMain(String text) {
		return DatabaseVariables.ofMain(read(text));
	}

}
