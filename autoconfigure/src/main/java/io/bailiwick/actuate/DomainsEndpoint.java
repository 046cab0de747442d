package io.bailiwick.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;

import io.bailiwick.actuate.DatabaseReads.UnreadableException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.Databases;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.database.timeout.TimeoutReadings;
import io.bailiwick.database.timeout.TimeoutsInForce;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.DomainStatus;
import io.bailiwick.migration.MigrationMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows each domain: where it lives, what it depends on,
 * how far its migrations have come. It changes nothing and shows no secret.
 */
@Endpoint(id = "domains", defaultAccess = Access.READ_ONLY)
public class DomainsEndpoint {

	private static final Duration DEADLINE = Duration.ofMillis(1500);

	private final Domains domains;

	private final @Nullable DomainMigrations migrations;

	private final Map<String, DatabaseLocation> databases = new LinkedHashMap<>();

	private final Map<String, Map<String, String>> origins;

	private final @Nullable TimeoutReadings timeouts;

	private final @Nullable Replicas replicas;

	private final DatabaseReads reads = new DatabaseReads(DEADLINE);

	/**
	 * Create the endpoint.
	 * @param domains the domains
	 * @param migrations their migrations, or {@code null} if they are switched off
	 * @param databases where the domains live
	 * @param origins where each setting of each database was made, by the names of the
	 * databases
	 * @param timeouts the timeouts that the servers have told, or {@code null} if nobody
	 * has asked
	 * @param replicas the replicas of the databases, or {@code null} if there are none
	 */
	public DomainsEndpoint(Domains domains, @Nullable DomainMigrations migrations, Databases databases,
			Map<String, Map<String, String>> origins, @Nullable TimeoutReadings timeouts, @Nullable Replicas replicas) {
		this.domains = domains;
		this.migrations = migrations;
		this.origins = Map.copyOf(origins);
		this.timeouts = timeouts;
		this.replicas = replicas;
		databases.forEach((database) -> this.databases.put(database.name(), database.location()));
	}

	/**
	 * Describe all domains and the databases they live in. A database that does not
	 * answer costs its own domains their status and nothing else.
	 * @return the descriptions
	 */
	@ReadOperation
	public DomainsDescriptor domains() {
		Map<String, FutureTask<Map<String, DomainStatus>>> reads = new LinkedHashMap<>();
		DomainMigrations source = this.migrations;
		if (source != null) {
			this.databases.keySet().forEach((database) -> reads.put(database, read(source, database)));
		}
		Map<String, DomainDescriptor> descriptors = new LinkedHashMap<>();
		this.databases.keySet().forEach((database) -> descriptors.putAll(describe(database, reads.get(database))));
		Map<String, DatabaseDescriptor> locations = new LinkedHashMap<>();
		this.databases
			.forEach((name, location) -> locations.put(name, new DatabaseDescriptor(location.url(), location.username(),
					location.origin(), this.origins.getOrDefault(name, Map.of()), timeouts(name), replicas(name))));
		Map<String, DomainDescriptor> ordered = new LinkedHashMap<>();
		this.domains.names().forEach((name) -> ordered.computeIfAbsent(name, descriptors::get));
		return new DomainsDescriptor(ordered, locations);
	}

	/**
	 * Describe one domain.
	 * @param name the name of a domain
	 * @return its description, or {@code null} if there is no such domain
	 */
	@ReadOperation
	public @Nullable DomainDescriptor domain(@Selector String name) {
		Domain domain = this.domains.find(name);
		if (domain == null) {
			return null;
		}
		DomainMigrations source = this.migrations;
		return describe(domain.database(), (source != null) ? read(source, domain.database()) : null).get(name);
	}

	private Map<String, String> timeouts(String database) {
		Map<String, String> timeouts = new LinkedHashMap<>();
		TimeoutsInForce reading = (this.timeouts != null) ? this.timeouts.of(database) : null;
		if (reading != null) {
			reading.byName().forEach((name, inForce) -> timeouts.put(name, inForce.describe()));
		}
		return timeouts;
	}

	private Map<String, String> replicas(String database) {
		Map<String, String> replicas = new LinkedHashMap<>();
		if (this.replicas != null) {
			this.replicas.of(database)
				.forEach((replica) -> replicas.put(replica.pool(), replica.state().describe().summary()));
		}
		return replicas;
	}

	private FutureTask<Map<String, DomainStatus>> read(DomainMigrations source, String database) {
		return this.reads.begin(database, () -> source.statuses(database));
	}

	private Map<String, DomainDescriptor> describe(String database,
			@Nullable FutureTask<Map<String, DomainStatus>> read) {
		Map<String, DomainStatus> statuses = Map.of();
		String error = null;
		if (read != null) {
			try {
				statuses = this.reads.await(database, read);
			}
			catch (UnreadableException ex) {
				error = ex.getMessage();
			}
		}
		Map<String, DomainDescriptor> descriptors = new LinkedHashMap<>();
		for (Domain domain : this.domains.in(database)) {
			descriptors.put(domain.name(), DomainDescriptor.of(domain, statuses.get(domain.name()),
					(this.migrations != null) ? this.migrations.mode(domain.name()) : null, error));
		}
		return descriptors;
	}

	/**
	 * Description of all domains.
	 *
	 * @param domains the domains by name, dependencies first
	 * @param databases the databases by name
	 */
	public record DomainsDescriptor(Map<String, DomainDescriptor> domains, Map<String, DatabaseDescriptor> databases) {
	}

	/**
	 * Description of a database.
	 *
	 * @param url the JDBC URL without its parameters
	 * @param username the role that logs in
	 * @param origin where the address was configured
	 * @param origins where each of its settings was made, by the names of the settings
	 * @param timeouts the timeouts of the application's connections as the server told
	 * them at the start, by the names of the server's settings
	 * @param replicas what is known of its replica, by the name of the pool that it
	 * stands beside
	 */
	public record DatabaseDescriptor(@Nullable String url, @Nullable String username, @Nullable String origin,
			Map<String, String> origins, Map<String, String> timeouts, Map<String, String> replicas) {
	}

	/**
	 * Description of a domain.
	 *
	 * @param schema the schema that it owns
	 * @param database the name of the database in which it lives
	 * @param dependsOn the domains that it needs
	 * @param currentVersion the newest version that has been applied
	 * @param pending how many migrations wait to be applied, or {@code null} if unknown
	 * @param migrationMode what a start does about its migrations, or {@code null} if
	 * they are switched off
	 * @param lastMigration what was applied last
	 * @param error why the database could not be read, or {@code null} if it could
	 */
	public record DomainDescriptor(String schema, String database, Set<String> dependsOn,
			@Nullable String currentVersion, @Nullable Integer pending, @Nullable MigrationMode migrationMode,
			DomainStatus.@Nullable AppliedMigration lastMigration, @Nullable String error) {

		private static DomainDescriptor of(Domain domain, @Nullable DomainStatus status, @Nullable MigrationMode mode,
				@Nullable String error) {
			return new DomainDescriptor(domain.schema(), domain.database(), domain.dependsOn(),
					(status != null) ? status.currentVersion() : null, (status != null) ? status.pending() : null, mode,
					(status != null) ? status.lastMigration() : null, error);
		}

	}

}
