package io.bailiwick.actuate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;

import javax.sql.DataSource;

import io.bailiwick.actuate.DatabaseReads.UnreadableException;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} that is up when every domain's database answers and has the
 * domain's schema. It asks each database once, however many domains live in it.
 */
public class DomainsHealthIndicator extends AbstractHealthIndicator {

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private final Domains domains;

	private final Map<String, DataSource> databases;

	private final @Nullable Replicas replicas;

	private final DatabaseReads reads = new DatabaseReads(DEADLINE);

	/**
	 * Create the indicator.
	 * @param domains the domains
	 * @param databases the data sources of the databases, by their names
	 * @param replicas the replicas of the databases, or {@code null} if there are none
	 */
	public DomainsHealthIndicator(Domains domains, Map<String, DataSource> databases, @Nullable Replicas replicas) {
		super("The health check of the domains failed");
		this.domains = domains;
		this.databases = new LinkedHashMap<>(databases);
		this.replicas = replicas;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		Map<String, FutureTask<Set<String>>> schemas = new LinkedHashMap<>();
		this.databases
			.forEach((name, dataSource) -> schemas.put(name, this.reads.begin(name, () -> schemasIn(dataSource))));
		schemas.forEach((database, read) -> {
			try {
				Set<String> existing = this.reads.await(database, read);
				this.domains.in(database).forEach((domain) -> report(builder, domain, existing));
			}
			catch (UnreadableException ex) {
				builder.down();
				this.domains.in(database)
					.forEach((domain) -> detail(builder, domain, Status.DOWN, String.valueOf(ex.getMessage())));
			}
		});
	}

	private void report(Health.Builder builder, Domain domain, Set<String> existing) {
		if (existing.contains(domain.schema())) {
			detail(builder, domain, Status.UP, null);
		}
		else {
			builder.down();
			detail(builder, domain, Status.DOWN, "There is no schema '%s'.".formatted(domain.schema()));
		}
	}

	private void detail(Health.Builder builder, Domain domain, Status status, @Nullable String error) {
		Map<String, String> detail = new LinkedHashMap<>();
		detail.put("status", status.getCode());
		detail.put("schema", domain.schema());
		detail.put("database", domain.database());
		if (error != null) {
			detail.put("error", error);
		}
		// A replica that is down costs nothing but the load on the primary.
		replicas(domain).forEach((summary) -> detail.put("replica", summary));
		builder.withDetail(domain.name(), detail);
	}

	private List<String> replicas(Domain domain) {
		List<String> summaries = new ArrayList<>();
		if (this.replicas != null) {
			this.replicas.of(domain.database())
				.stream()
				.filter((replica) -> replica.pool().equals(domain.database()) || replica.pool().equals(domain.name()))
				.forEach((replica) -> summaries.add(replica.state().describe().summary()));
		}
		return summaries;
	}

	private static Set<String> schemasIn(DataSource dataSource) throws Exception {
		Set<String> schemas = new HashSet<>();
		try (Connection connection = dataSource.getConnection();
				ResultSet result = connection.getMetaData().getSchemas()) {
			while (result.next()) {
				schemas.add(result.getString("TABLE_SCHEM"));
			}
		}
		return schemas;
	}

}
