package io.bailiwick.autoconfigure.container;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

import io.bailiwick.database.DatabaseConfigurationException;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * A static field that holds a container which serves a database.
 *
 * @param field the field
 * @param database the name of the database
 * @param container what the field holds
 */
record ContainerField(Field field, String database, Object container) {

	static ContainerField of(Field field, String database, MergedAnnotations annotations) {
		String server = describe(field.getDeclaringClass().getName() + "." + field.getName());
		if (!Modifier.isStatic(field.getModifiers())) {
			throw new DatabaseConfigurationException(
					"@ServesDatabase(\"%s\") stands on %s, which is not static.".formatted(database, server),
					"Make it static: the application starts before there is an instance of the test.");
		}
		ReflectionUtils.makeAccessible(field);
		Object container = ReflectionUtils.getField(field, null);
		if (container == null) {
			throw new DatabaseConfigurationException(
					"@ServesDatabase(\"%s\") stands on %s, which holds nothing yet.".formatted(database, server),
					"Assign the container where the field is declared.");
		}
		JdbcContainers.check(database, server, container.getClass(), annotations);
		return new ContainerField(field, database, container);
	}

	/**
	 * Name a field in a message.
	 * @param name the name of the class, a dot and the name of the field
	 */
	static String describe(String name) {
		return "the field " + name;
	}

	ServedDatabase served() {
		return new ServedDatabase(this.database,
				describe(this.field.getDeclaringClass().getName() + "." + this.field.getName()),
				() -> JdbcContainers.start(this.container));
	}

	/**
	 * Containers with the same settings are equal, and yet not the same server.
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof ContainerField that && this.field.equals(that.field)
				&& this.database.equals(that.database) && this.container == that.container;
	}

	@Override
	public int hashCode() {
		return this.field.hashCode();
	}

}
