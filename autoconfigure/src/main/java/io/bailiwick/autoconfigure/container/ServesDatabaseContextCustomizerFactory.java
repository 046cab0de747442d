package io.bailiwick.autoconfigure.container;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.database.container.ServesDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the fields that {@link ServesDatabase} marks where Spring Boot looks for those
 * with {@code @ServiceConnection}: in the test class, its superclasses and interfaces,
 * and in the enclosing classes of a nested one.
 */
final class ServesDatabaseContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Set<ContainerField> fields = new LinkedHashSet<>();
		collect(testClass, fields);
		return fields.isEmpty() ? null : new ServesDatabaseContextCustomizer(fields);
	}

	private static void collect(@Nullable Class<?> candidate, Set<ContainerField> fields) {
		if (candidate == null || candidate == Object.class) {
			return;
		}
		ReflectionUtils.doWithLocalFields(candidate, (field) -> {
			MergedAnnotations annotations = MergedAnnotations.from(field);
			MergedAnnotation<ServesDatabase> annotation = annotations.get(ServesDatabase.class);
			if (annotation.isPresent()) {
				fields.add(ContainerField.of(field, annotation.getString(MergedAnnotation.VALUE), annotations));
			}
		});
		if (TestContextAnnotationUtils.searchEnclosingClass(candidate)) {
			collect(candidate.getEnclosingClass(), fields);
		}
		for (Class<?> implemented : candidate.getInterfaces()) {
			collect(implemented, fields);
		}
		collect(candidate.getSuperclass(), fields);
	}

}
