package io.bailiwick.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Those classes of the application without which its domains can not be migrated.
 */
final class CommandSources implements ImportSelector {

	static final String PROPERTY = "bailiwick.command.sources";

	private final Environment environment;

	private final ClassLoader classLoader;

	CommandSources(Environment environment, ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = classLoader;
	}

	@Override
	public String[] selectImports(AnnotationMetadata importingClassMetadata) {
		List<String> names = Binder.get(this.environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of());
		for (String name : names) {
			if (!ClassUtils.isPresent(name, this.classLoader)) {
				throw new CommandException("There is no class '%s', which '%s' names.".formatted(name, PROPERTY),
						"Correct %s: it lists the configuration classes that migrations need, by their full names."
							.formatted(PropertyOrigin.describe(this.environment, PROPERTY)));
			}
		}
		return names.toArray(String[]::new);
	}

}
