package io.bailiwick.database.environment;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The variables that are set for one database.
 *
 * @param prefix what stands before each name: nothing for the main database
 * @param values the variables that are set
 */
record DatabaseVariables(String prefix, Map<DatabaseVariable, EnvironmentVariable> values) {

	/**
	 * Read the variables of the main database: {@code DATABASE_URL}, {@code DB_HOST}...
	 * @param variables the environment
	 * @return the variables that are set
	 */
	static DatabaseVariables ofMain(EnvironmentVariables variables) {
		return read(variables, "");
	}

	/**
	 * Read the variables of a database or domain by its name: {@code AUTH_DATABASE_URL},
	 * {@code AUTH_DB_HOST}... for {@code auth}, {@code USER_DATA_DB_HOST} for
	 * {@code user-data}.
	 * @param variables the environment
	 * @param name the name, as in {@code bailiwick.databases.<name>}
	 * @return the variables that are set
	 */
	static DatabaseVariables ofNamed(EnvironmentVariables variables, String name) {
		Assert.hasText(name, "'name' must not be empty");
		String prefix = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
		// JDBC_DATABASE_URL already means the main database.
		Assert.isTrue(!prefix.equals("JDBC_"), "'name' must not be 'jdbc'");
		return read(variables, prefix);
	}

	private static DatabaseVariables read(EnvironmentVariables variables, String prefix) {
		Map<DatabaseVariable, EnvironmentVariable> values = new EnumMap<>(DatabaseVariable.class);
		for (DatabaseVariable candidate : DatabaseVariable.values()) {
			EnvironmentVariable variable = variables.find(prefix + candidate, candidate.isVerbatim());
			if (variable != null) {
				values.put(candidate, variable);
			}
		}
		return new DatabaseVariables(prefix, values);
	}

	@Nullable EnvironmentVariable get(DatabaseVariable variable) {
		return this.values.get(variable);
	}

	boolean isEmpty() {
		return this.values.isEmpty();
	}

	String nameOf(DatabaseVariable variable) {
		return this.prefix + variable;
	}

	/**
	 * Return the names of all variables that are set, except some.
	 * @param except the variables to leave out
	 * @return the names in the order of {@link DatabaseVariable}
	 */
	List<String> namesExcept(Collection<DatabaseVariable> except) {
		return this.values.keySet()
			.stream()
			.filter((variable) -> !except.contains(variable))
			.map(this::nameOf)
			.toList();
	}

	@Override
	public String toString() {
		return this.values.values().toString();
	}

}
