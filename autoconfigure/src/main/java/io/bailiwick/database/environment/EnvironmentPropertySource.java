package io.bailiwick.database.environment;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/**
 * Properties derived from environment variables, each of which knows from which.
 */
final class EnvironmentPropertySource extends EnumerablePropertySource<Map<String, Sourced<?>>>
		implements OriginLookup<String> {

	static final String NAME = "bailiwickEnvironment";

	EnvironmentPropertySource(Map<String, Sourced<?>> properties) {
		super(NAME, Map.copyOf(properties));
	}

	@Override
	public String[] getPropertyNames() {
		return StringUtils.toStringArray(this.source.keySet());
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Sourced<?> value = this.source.get(name);
		return (value != null) ? LiteralText.of(value.value()) : null;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Sourced<?> value = this.source.get(name);
		return (value != null) ? value.origin() : null;
	}

}
