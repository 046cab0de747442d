package io.bailiwick.autoconfigure.container;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The services of Docker Compose that have a label which names their database.
 * <p>
 * Spring Boot reads a service's address, user and password, and makes connection details
 * of them, of which an application can have but one. Those of a labelled service are
 * taken away from it, so that they become the named database's and do not compete with
 * the main one's.
 */
final class ComposeServices implements BeanDefinitionRegistryPostProcessor {

	static final String LABEL = "io.bailiwick.database";

	private final List<RunningService> services;

	private final ConfigurableEnvironment environment;

	private ComposeServices(List<RunningService> services, ConfigurableEnvironment environment) {
		this.services = services;
		this.environment = environment;
	}

	static ComposeServices labelled(List<RunningService> services, ConfigurableEnvironment environment) {
		return new ComposeServices(services.stream().filter((service) -> service.labels().containsKey(LABEL)).toList(),
				environment);
	}

	boolean isEmpty() {
		return this.services.isEmpty();
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (RunningService service : this.services) {
			String database = String.valueOf(service.labels().get(LABEL));
			String server = describe(service);
			if (database.equals(Domain.MAIN_DATABASE)) {
				throw new DatabaseConfigurationException(
						"The label '%s: main' stands on %s, and the main database is Spring Boot's.".formatted(LABEL,
								server),
						"Remove the label: the service without one serves the main database.");
			}
			JdbcConnectionDetails details = take(registry, service);
			if (details == null) {
				throw new DatabaseConfigurationException(
						"The database '%s' is served by %s, and Spring Boot does not know its image '%s' as that of a database."
							.formatted(database, server, service.image()),
						"If it is a PostgreSQL server, add the label 'org.springframework.boot.service-connection: postgres' to the service. If it is none, remove the label '%s'."
							.formatted(LABEL));
			}
			ServedDatabases.add(this.environment,
					new ServedDatabase(database, server, () -> ServedConnection.of(details)));
		}
	}

	/**
	 * Take away what Spring Boot has registered for a service.
	 * @return the JDBC connection among it
	 */
	private static @Nullable JdbcConnectionDetails take(BeanDefinitionRegistry registry, RunningService service) {
		JdbcConnectionDetails taken = null;
		for (String beanName : registry.getBeanDefinitionNames()) {
			ConnectionDetails details = details(registry.getBeanDefinition(beanName));
			if (details != null && isOf(service, beanName, details)) {
				registry.removeBeanDefinition(beanName);
				taken = (details instanceof JdbcConnectionDetails jdbc) ? jdbc : taken;
			}
		}
		return taken;
	}

	private static @Nullable ConnectionDetails details(BeanDefinition definition) {
		if (definition instanceof AbstractBeanDefinition withSupplier && withSupplier.hasBeanClass()
				&& ConnectionDetails.class.isAssignableFrom(withSupplier.getBeanClass())) {
			Supplier<?> supplier = withSupplier.getInstanceSupplier();
			return (supplier != null && supplier.get() instanceof ConnectionDetails details) ? details : null;
		}
		return null;
	}

	/**
	 * Whether the bean has the name that Spring Boot gives to such details of the
	 * service. What it adapts from others does not know its origin.
	 */
	private static boolean isOf(RunningService service, String beanName, ConnectionDetails details) {
		String suffix = "For"
				+ Arrays.stream(service.name().split("-")).map(StringUtils::capitalize).collect(Collectors.joining());
		return Arrays.stream(ClassUtils.getAllInterfaces(details))
			.map((type) -> StringUtils.uncapitalize(ClassUtils.getShortNameAsProperty(type)) + suffix)
			.anyMatch(beanName::equals);
	}

	private static String describe(RunningService service) {
		return "the Compose service '%s'%s".formatted(service.name(),
				(service.composeFile() != null) ? " in " + service.composeFile() : "");
	}

}
