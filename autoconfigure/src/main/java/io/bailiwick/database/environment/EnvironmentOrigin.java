package io.bailiwick.database.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.origin.Origin;

/**
 * Says which environment variables a value was made of.
 *
 * @param names the names of the variables, at least one
 */
record EnvironmentOrigin(List<String> names) implements Origin {

	EnvironmentOrigin {
		names = List.copyOf(names);
	}

	EnvironmentOrigin and(String name) {
		List<String> all = new ArrayList<>(this.names);
		all.add(name);
		return new EnvironmentOrigin(all);
	}

	@Override
	public String toString() {
		String quoted = this.names.stream().map((name) -> '"' + name + '"').collect(Collectors.joining(", "));
		return ((this.names.size() == 1) ? "environment variable " : "environment variables ") + quoted;
	}

}
