package io.bailiwick.autoconfigure.container;

import java.util.Arrays;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.container.ServesDatabase;
import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.JdbcDatabaseContainer;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * What is known of a container whose database {@link ServesDatabase} names.
 * Testcontainers may be absent, or may be there without its module for JDBC.
 */
final class JdbcContainers {

	private static final boolean JDBC_PRESENT = ClassUtils
		.isPresent("org.testcontainers.containers.JdbcDatabaseContainer", JdbcContainers.class.getClassLoader());

	private static final String SERVICE_CONNECTION = "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

	private JdbcContainers() {
	}

	/**
	 * Refuse an annotation that can not be meant.
	 * @param database the database that is named
	 * @param server what is annotated, in the words of a message
	 * @param type the type of what is annotated, as far as it is known
	 * @param annotations everything that it is annotated with
	 */
	static void check(String database, String server, @Nullable Class<?> type, MergedAnnotations annotations) {
		if (database.equals(Domain.MAIN_DATABASE)) {
			throw new DatabaseConfigurationException(
					"@ServesDatabase(\"main\") stands on %s, and the main database is Spring Boot's.".formatted(server),
					"Annotate it with @ServiceConnection in place of @ServesDatabase.");
		}
		if (type == null || !JDBC_PRESENT || !Jdbc.isContainer(type)) {
			throw new DatabaseConfigurationException(
					"@ServesDatabase(\"%s\") stands on %s, which is no JdbcDatabaseContainer of Testcontainers%s."
						.formatted(database, server, (type != null) ? ", but of type " + type.getName() : ""),
					"Declare it as a container of a database, such as org.testcontainers.postgresql.PostgreSQLContainer, or remove the annotation.");
		}
		if (annotations.stream(SERVICE_CONNECTION).anyMatch(JdbcContainers::isOfMain)) {
			throw new DatabaseConfigurationException(
					"@ServiceConnection and @ServesDatabase(\"%s\") both stand on %s, which would be the main database and another one at once."
						.formatted(database, server),
					"Decide for one of them. For connection details other than those of JDBC, say so with @ServiceConnection(type = …).");
		}
	}

	/**
	 * Whether a service connection makes a container that of the main database.
	 */
	private static boolean isOfMain(MergedAnnotation<?> serviceConnection) {
		Class<?>[] types = serviceConnection.getClassArray("type");
		return types.length == 0
				|| Arrays.stream(types).anyMatch((type) -> type.isAssignableFrom(JdbcConnectionDetails.class));
	}

	/**
	 * Make sure that the container runs, and find out where.
	 */
	static ServedConnection start(Object container) {
		return Jdbc.start(container);
	}

	private static final class Jdbc {

		static boolean isContainer(Class<?> type) {
			return JdbcDatabaseContainer.class.isAssignableFrom(type);
		}

		static ServedConnection start(Object bean) {
			JdbcDatabaseContainer<?> container = (JdbcDatabaseContainer<?>) bean;
			// Does nothing where JUnit or Spring Boot has started it.
			container.start();
			return new ServedConnection(container.getJdbcUrl(), container.getUsername(), container.getPassword());
		}

	}

}
