package io.bailiwick.database.container;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which named database a container of Testcontainers serves: the database gets its
 * URL, its username and its password from the container, whatever properties and
 * environment variables say.
 * <p>
 * It stands on a {@code @Bean} method that returns a {@code JdbcDatabaseContainer}, or on
 * a static field that holds one: of a JUnit test class, one of its superclasses or
 * interfaces, or of a class that {@code @ImportTestcontainers} names. A database need not
 * be configured otherwise. The container of the main database is Spring Boot's: it has
 * {@code @ServiceConnection} in place of this annotation.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.FIELD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ServesDatabase {

	/**
	 * The name of the database.
	 * @return the database's name, as in {@code bailiwick.databases.<name>}; never
	 * {@code main}
	 */
	String value();

}
