package io.bailiwick.database.environment;

/**
 * A value together with the environment variables it came from.
 *
 * @param <T> the type of the value
 * @param value the value
 * @param origin where it came from
 */
record Sourced<T>(T value, EnvironmentOrigin origin) {

	static Sourced<String> of(EnvironmentVariable variable) {
		return new Sourced<>(variable.value(), variable.origin());
	}

	/**
	 * Only the origin: the value may be a password, and records end up in logs.
	 */
	@Override
	public String toString() {
		return "value of " + this.origin;
	}

}
