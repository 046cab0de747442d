package io.bailiwick.database.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How to run an {@link EmbeddedServer}.
 *
 * @param dataDirectory the directory that holds the cluster, its password and its log;
 * created when it does not exist
 * @param port the port to listen on, or 0 for any free one
 * @param startTimeout how long the server may take until it accepts connections, which
 * includes recovery after a crash
 * @param parameters server parameters, as in {@code postgresql.conf}, that win over those
 * kept in the data directory
 * @param binaries where the server's archive comes from
 * @param cacheDirectory where unpacked servers are kept, or {@code null} for this user's
 * cache directory
 * @param shutdownHook whether the end of this JVM stops the server. Hooks of a JVM run
 * concurrently: an application that must reach the server while it shuts down turns this
 * off and closes the server itself
 */
public record EmbeddedServerSettings(Path dataDirectory, int port, Duration startTimeout,
		Map<String, String> parameters, PostgresBinaries binaries, @Nullable Path cacheDirectory,
		boolean shutdownHook) {

	private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

	private static final Set<String> RESERVED = Set.of("port", "listen_addresses", "unix_socket_directories",
			"data_directory", "hba_file", "external_pid_file");

	public EmbeddedServerSettings {
		Assert.notNull(dataDirectory, "'dataDirectory' must not be null");
		Assert.isTrue(port >= 0 && port <= 65535, () -> "'port' must be between 0 and 65535, not " + port);
		Assert.isTrue(startTimeout != null && startTimeout.compareTo(Duration.ZERO) > 0,
				"'startTimeout' must be positive");
		Assert.notNull(binaries, "'binaries' must not be null");
		Assert.notNull(parameters, "'parameters' must not be null");
		parameters.keySet()
			.forEach((name) -> Assert.isTrue(!RESERVED.contains(name.toLowerCase(Locale.ROOT)),
					() -> "'parameters' must not contain '" + name + "': the embedded server sets it itself"));
		parameters = Map.copyOf(parameters);
	}

	/**
	 * Settings for a server on any free port with the binaries on the class path.
	 * @param dataDirectory the directory that holds the cluster, its password and its log
	 * @return the settings
	 */
	public static EmbeddedServerSettings in(Path dataDirectory) {
		return new EmbeddedServerSettings(dataDirectory, 0, DEFAULT_START_TIMEOUT, Map.of(),
				PostgresBinaries.onClasspath(), null, true);
	}

	/**
	 * These settings with another port.
	 * @param port the port to listen on, or 0 for any free one
	 * @return new settings
	 */
	public EmbeddedServerSettings withPort(int port) {
		return new EmbeddedServerSettings(this.dataDirectory, port, this.startTimeout, this.parameters, this.binaries,
				this.cacheDirectory, this.shutdownHook);
	}

	/**
	 * These settings with another start timeout.
	 * @param startTimeout how long the server may take until it accepts connections
	 * @return new settings
	 */
	public EmbeddedServerSettings withStartTimeout(Duration startTimeout) {
		return new EmbeddedServerSettings(this.dataDirectory, this.port, startTimeout, this.parameters, this.binaries,
				this.cacheDirectory, this.shutdownHook);
	}

	/**
	 * These settings with one more server parameter.
	 * @param name the parameter, as in {@code postgresql.conf}
	 * @param value its value
	 * @return new settings
	 */
	public EmbeddedServerSettings withParameter(String name, String value) {
		Map<String, String> parameters = new LinkedHashMap<>(this.parameters);
		parameters.put(name, value);
		return new EmbeddedServerSettings(this.dataDirectory, this.port, this.startTimeout, parameters, this.binaries,
				this.cacheDirectory, this.shutdownHook);
	}

	/**
	 * These settings with another source of the server's archive.
	 * @param binaries where the archive comes from
	 * @return new settings
	 */
	public EmbeddedServerSettings withBinaries(PostgresBinaries binaries) {
		return new EmbeddedServerSettings(this.dataDirectory, this.port, this.startTimeout, this.parameters, binaries,
				this.cacheDirectory, this.shutdownHook);
	}

	/**
	 * These settings with another directory for unpacked servers.
	 * @param cacheDirectory the directory, or {@code null} for this user's cache
	 * directory
	 * @return new settings
	 */
	public EmbeddedServerSettings withCacheDirectory(@Nullable Path cacheDirectory) {
		return new EmbeddedServerSettings(this.dataDirectory, this.port, this.startTimeout, this.parameters,
				this.binaries, cacheDirectory, this.shutdownHook);
	}

	/**
	 * These settings with or without a shutdown hook.
	 * @param shutdownHook whether the end of this JVM stops the server
	 * @return new settings
	 */
	public EmbeddedServerSettings withShutdownHook(boolean shutdownHook) {
		return new EmbeddedServerSettings(this.dataDirectory, this.port, this.startTimeout, this.parameters,
				this.binaries, this.cacheDirectory, shutdownHook);
	}

}
