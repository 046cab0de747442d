package io.bailiwick.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.MigrationMode;
import io.bailiwick.migration.MigrationModes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Reads what a start does about the migrations of each domain.
 */
final class ConfiguredModes {

	private final Environment environment;

	private final MigrationProperties properties;

	private final ObjectProvider<Domains> domains;

	ConfiguredModes(Environment environment, MigrationProperties properties, ObjectProvider<Domains> domains) {
		this.environment = environment;
		this.properties = properties;
		this.domains = domains;
	}

	MigrationModes read() {
		Map<String, MigrationMode> modes = new LinkedHashMap<>();
		for (Domain domain : all()) {
			MigrationMode mode = DomainProperties.bind(Binder.get(this.environment), domain.name().replace('_', '-'))
				.getMigrationMode();
			if (mode != null) {
				modes.put(domain.name(), mode);
			}
		}
		return new MigrationModes(this.properties.mode(), modes, this.properties.waitTimeout());
	}

	/**
	 * How long to wait for a database to come up: whoever waits for its migrations may be
	 * there before it is.
	 */
	Duration patience(String database) {
		return uses(database, MigrationMode.WAIT) ? this.properties.waitTimeout() : Duration.ZERO;
	}

	/**
	 * Whether a domain in a database has a mode.
	 */
	boolean uses(String database, MigrationMode mode) {
		MigrationModes modes = read();
		return all().stream().anyMatch((domain) -> domain.database().equals(database) && modes.of(domain) == mode);
	}

	private List<Domain> all() {
		Domains available = this.domains.getIfAvailable();
		return (available != null) ? available.stream().toList() : List.of();
	}

}
