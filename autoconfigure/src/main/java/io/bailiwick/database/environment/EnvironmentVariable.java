package io.bailiwick.database.environment;

import java.util.List;

/**
 * An environment variable that is set and not blank.
 *
 * @param name its name, prefix included
 * @param value its value
 */
record EnvironmentVariable(String name, String value) {

	EnvironmentOrigin origin() {
		return new EnvironmentOrigin(List.of(this.name));
	}

	EnvironmentDatabaseException rejected(String problem, String action) {
		return new EnvironmentDatabaseException("""
				Environment variable %s can not be used: %s.

				    %s=%s

				Nothing was connected, and no property was derived from the environment.""".formatted(this.name,
				problem, this.name, MaskedValue.of(this)), action);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
