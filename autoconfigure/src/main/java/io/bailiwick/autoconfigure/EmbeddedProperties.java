package io.bailiwick.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.bailiwick.database.embedded.EmbeddedServerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the PostgreSQL server that starts with the application when no database is
 * configured.
 *
 * @param enabled whether a server may be started when no database is configured
 * @param dataDirectory directory that keeps the data between starts
 * @param port port to listen on; any free one by default
 * @param startTimeout how long the server may take to start
 * @param cacheDirectory directory that keeps the unpacked programs of the server
 * @param parameters server parameters, as in postgresql.conf
 */
@ConfigurationProperties("bailiwick.embedded")
public record EmbeddedProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue(".bailiwick/postgresql") Path dataDirectory, @DefaultValue("0") int port,
		@DefaultValue("60s") Duration startTimeout, @Nullable Path cacheDirectory,
		@Nullable Map<String, String> parameters) {

	/**
	 * Refuse what can not be meant, by the names of the properties.
	 */
	public EmbeddedProperties {
		if (port < 0 || port > 65535) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.embedded.port", port,
					"It must be a port, from 1 to 65535, or 0 for any free one.");
		}
		if (startTimeout.isZero() || startTimeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.embedded.start-timeout", startTimeout,
					"It must be positive.");
		}
	}

	EmbeddedServerSettings settings() {
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(this.dataDirectory)
			.withPort(this.port)
			.withStartTimeout(this.startTimeout)
			.withCacheDirectory(this.cacheDirectory)
			// The application context closes the server, after the pools that use it.
			.withShutdownHook(false);
		if (this.parameters != null) {
			for (Map.Entry<String, String> parameter : this.parameters.entrySet()) {
				settings = settings.withParameter(parameter.getKey(), parameter.getValue());
			}
		}
		return settings;
	}

}
