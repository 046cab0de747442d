package io.bailiwick.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.timeout.Timeouts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Reads the entry of one database in {@code bailiwick.databases}.
 */
final class DatabaseProperties {

	private final String prefix;

	private final Environment environment;

	DatabaseProperties(String database, Environment environment) {
		this.prefix = "bailiwick.databases." + database.replace('_', '-') + ".";
		this.environment = environment;
	}

	/**
	 * The whole name of a setting, for messages.
	 */
	String name(String setting) {
		return this.prefix + setting;
	}

	<T> @Nullable T find(String setting, Class<T> type) {
		return Binder.get(this.environment).bind(name(setting), type).orElse(null);
	}

	<T> T get(String setting, T otherwise) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) ((otherwise instanceof Enum<?> constant) ? constant.getDeclaringClass()
				: otherwise.getClass());
		return Binder.get(this.environment).bind(name(setting), type).orElse(otherwise);
	}

	/**
	 * Whether anything is set below a group of settings.
	 */
	boolean has(String group) {
		return Binder.get(this.environment).bind(name(group), Bindable.mapOf(String.class, Object.class)).isBound();
	}

	/**
	 * Refuse an address that no driver would take, and that would seem to be down for
	 * ever.
	 */
	void requireJdbcUrl(String setting, String url) {
		if (!url.startsWith("jdbc:")) {
			throw new DatabaseConfigurationException(
					"'%s' is no JDBC URL (%s).".formatted(name(setting), origin(setting)),
					"It looks like jdbc:postgresql://host:5432/database; user name and password are properties beside it.");
		}
	}

	/**
	 * Where a setting comes from.
	 */
	String origin(String setting) {
		return PropertyOrigin.describe(this.environment, name(setting));
	}

	/**
	 * Give a pool the settings of HikariCP below a group; one that it does not know is an
	 * error.
	 */
	void bind(String group, HikariDataSource pool) {
		bind(this.environment, name(group), pool);
	}

	static void bind(Environment environment, String prefix, HikariDataSource pool) {
		Binder.get(environment)
			.bind(prefix, Bindable.ofInstance(pool), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	Timeouts timeouts(String group) {
		Map<String, @Nullable Duration> values = new LinkedHashMap<>();
		for (String name : new String[] { "statement", "lock", "idle-in-transaction", "transaction" }) {
			String setting = group + "." + name;
			Duration value = find(setting, Duration.class);
			try {
				// One at a time, so that the message can name the one that is wrong.
				new Timeouts(value, null, null, null);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(name(setting), value,
						String.valueOf(ex.getMessage()).replace("'statement'", "It"));
			}
			values.put(name, value);
		}
		return new Timeouts(values.get("statement"), values.get("lock"), values.get("idle-in-transaction"),
				values.get("transaction"));
	}

}
