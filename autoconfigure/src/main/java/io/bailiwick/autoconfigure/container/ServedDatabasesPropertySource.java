package io.bailiwick.autoconfigure.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.database.environment.LiteralText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The properties of {@code bailiwick.databases} that containers supply. Their names are
 * known at once; a container is asked for a value, and started for it, when somebody
 * reads that value.
 */
final class ServedDatabasesPropertySource extends EnumerablePropertySource<Map<String, ServedDatabase>>
		implements OriginLookup<String> {

	static final String NAME = "bailiwickContainers";

	private static final String PREFIX = "bailiwick.databases.";

	private static final List<String> SETTINGS = List.of("url", "username", "password");

	ServedDatabasesPropertySource() {
		super(NAME, new LinkedHashMap<>());
	}

	@Override
	public String[] getPropertyNames() {
		return this.source.keySet()
			.stream()
			.flatMap((database) -> SETTINGS.stream().map((setting) -> PREFIX + database + "." + setting))
			.toArray(String[]::new);
	}

	@Override
	public boolean containsProperty(String name) {
		return find(name) != null;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		ServedDatabase database = find(name);
		if (database == null) {
			return null;
		}
		ServedConnection connection = database.connection().get();
		String value = switch (setting(name)) {
			case "url" -> connection.url();
			case "username" -> connection.username();
			default -> connection.password();
		};
		return (value != null) ? LiteralText.of(value) : null;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		ServedDatabase database = find(name);
		return (database != null) ? new ServerOrigin(database.server()) : null;
	}

	private @Nullable ServedDatabase find(String name) {
		if (!name.startsWith(PREFIX) || !SETTINGS.contains(setting(name))) {
			return null;
		}
		return this.source.get(name.substring(PREFIX.length(), name.lastIndexOf('.')));
	}

	private static String setting(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private record ServerOrigin(String server) implements Origin {

		@Override
		public String toString() {
			return this.server;
		}

	}

}
