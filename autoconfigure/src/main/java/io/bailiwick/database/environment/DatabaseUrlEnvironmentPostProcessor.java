package io.bailiwick.database.environment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * Turns environment variables that describe a PostgreSQL database, as people and
 * platforms already write them, into {@code spring.datasource.*} of the main database.
 * <p>
 * Who wins, from the strongest to the weakest:
 * <ol>
 * <li>{@code spring.datasource.url}, {@code hikari.jdbc-url} or {@code jndi-name},
 * wherever it is set: none of the variables below counts.</li>
 * <li>{@code JDBC_DATABASE_URL}, with {@code JDBC_DATABASE_USERNAME} and
 * {@code JDBC_DATABASE_PASSWORD}, which win over credentials in the URL. It stands above
 * {@code DATABASE_URL} because the platform that sets both puts the TLS mode only
 * here.</li>
 * <li>{@code DATABASE_URL}: {@code postgres://}, {@code postgresql://} or
 * {@code jdbc:postgresql:}.</li>
 * <li>{@code DB_HOST} and {@code DB_NAME} (both are needed) with {@code DB_PORT},
 * {@code DB_USER} or {@code DB_USERNAME}, {@code DB_PASSWORD}.</li>
 * </ol>
 * One of these supplies the whole address; variables of a weaker one are ignored with a
 * warning that names them. {@code DB_SSL}, {@code DB_SCHEMA}, {@code DB_POOL_SIZE} and
 * {@code DB_MAX_CONNECTIONS} complete whichever address won. {@code DB_SSL=true} means
 * {@code verify-full}; contradicting an {@code sslmode} in the address is an error, so
 * that nothing is weakened in silence. Of pool size and maximum the smaller one counts.
 * <p>
 * An explicit {@code spring.datasource.username}, {@code password} or
 * {@code hikari.maximum-pool-size} wins over the variable for that value. A blank
 * variable counts as not set. The properties form the source {@code bailiwickEnvironment}
 * behind all others and carry the variables as their origin. Configuration that is loaded
 * later than this, by {@code @PropertySource}, comes too late to count as explicit.
 * {@code bailiwick.environment.enabled=false} switches all of it off.
 */
public class DatabaseUrlEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String ENABLED_PROPERTY = "bailiwick.environment.enabled";

	private final Log logger;

	/**
	 * Create the post-processor.
	 * @param logFactory where to log before logging is configured
	 */
	public DatabaseUrlEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		Assert.notNull(logFactory, "'logFactory' must not be null");
		this.logger = logFactory.getLog(DatabaseUrlEnvironmentPostProcessor.class);
	}

	/**
	 * Add the properties that the environment variables stand for.
	 * @param environment the environment to add to
	 * @param application the application, not used
	 * @throws EnvironmentDatabaseException if a variable that counts can not be
	 * understood
	 */
	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		// What an earlier run over the same environment found is not explicit.
		environment.getPropertySources().remove(EnvironmentPropertySource.NAME);
		DatabaseVariables variables = DatabaseVariables.ofMain(EnvironmentVariables.of(environment));
		if (variables.isEmpty() || !isEnabled(environment)) {
			return;
		}
		ExplicitDataSource explicit = ExplicitDataSource.of(environment);
		for (String winner : DataSourceProperty.ADDRESSES) {
			if (explicit.sets(winner)) {
				reportExplicit(variables, explicit, winner);
				return;
			}
		}
		DatabaseAddress address = new DatabaseAddressReader(variables).read();
		if (address == null) {
			this.logger.warn("Ignored " + new EnvironmentOrigin(variables.namesExcept(Set.of()))
					+ ": nothing says where the main database is. Set DB_HOST and DB_NAME, or DATABASE_URL");
			return;
		}
		addProperties(environment, address, explicit);
	}

	private boolean isEnabled(ConfigurableEnvironment environment) {
		return Binder.get(environment).bind(ENABLED_PROPERTY, Boolean.class).orElse(true);
	}

	private void reportExplicit(DatabaseVariables variables, ExplicitDataSource explicit, String winner) {
		List<String> ignored = variables.namesExcept(Set.of())
			.stream()
			.filter((name) -> !explicit.refersTo(name))
			.toList();
		if (explicit.isBlank(winner)) {
			this.logger.warn(explicit.describe(winner) + ", but blank: that hides "
					+ new EnvironmentOrigin(variables.namesExcept(Set.of())) + ". Remove the property to use them");
		}
		else if (isUrlOfAnotherKind(variables, explicit)) {
			this.logger.warn(explicit.describe(DataSourceProperty.URL)
					+ " as a copy of DATABASE_URL, which holds no JDBC URL. Remove the property: DATABASE_URL is "
					+ "understood without it");
		}
		else if (!ignored.isEmpty()) {
			this.logger.info("The main database is not read from " + new EnvironmentOrigin(ignored) + ": "
					+ explicit.describe(winner));
		}
	}

	/**
	 * A common way to fail on a platform that provides {@code DATABASE_URL}: Spring Boot
	 * hands the property to the driver, and the driver does not know {@code postgres://}.
	 */
	private static boolean isUrlOfAnotherKind(DatabaseVariables variables, ExplicitDataSource explicit) {
		EnvironmentVariable url = variables.get(DatabaseVariable.DATABASE_URL);
		return url != null && !url.value().startsWith("jdbc:") && explicit.isCopyOf(DataSourceProperty.URL, url.name());
	}

	private void addProperties(ConfigurableEnvironment environment, DatabaseAddress address,
			ExplicitDataSource explicit) {
		if (!address.ignored().isEmpty()) {
			this.logger.warn("Ignored " + new EnvironmentOrigin(address.ignored())
					+ ": the address of the main database comes from " + address.url().origin()
					+ ", and it is taken from one place as a whole");
		}
		Map<String, Sourced<?>> properties = new LinkedHashMap<>(address.asMainProperties());
		properties.entrySet().removeIf((property) -> {
			boolean overridden = explicit.sets(property.getKey());
			if (overridden && property.getValue().origin().names().stream().noneMatch(explicit::refersTo)) {
				this.logger.info("Not using the " + property.getValue() + ": " + explicit.describe(property.getKey()));
			}
			return overridden;
		});
		environment.getPropertySources().addLast(new EnvironmentPropertySource(properties));
		this.logger.info("The address of the main database comes from " + address.url().origin());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
