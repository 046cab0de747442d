package io.bailiwick.autoconfigure.container;

import io.bailiwick.database.container.ServesDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.testcontainers.beans.TestcontainerBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the beans that {@link ServesDatabase} marks: those of {@code @Bean} methods and
 * those that {@code @ImportTestcontainers} made of fields. No container is created.
 */
final class ContainerBeansRegistrar implements ImportBeanDefinitionRegistrar {

	private static final boolean SPRING_BOOT_TESTCONTAINERS_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.testcontainers.beans.TestcontainerBeanDefinition",
			ContainerBeansRegistrar.class.getClassLoader());

	/**
	 * With which the name of such a bean begins; what follows is the field.
	 */
	private static final String IMPORTED = "importTestContainer.";

	private final Environment environment;

	private final BeanFactory beanFactory;

	ContainerBeansRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		for (String beanName : registry.getBeanDefinitionNames()) {
			MergedAnnotations annotations = annotations(registry.getBeanDefinition(beanName));
			if (annotations != null) {
				MergedAnnotation<ServesDatabase> annotation = annotations.get(ServesDatabase.class);
				if (annotation.isPresent()) {
					register(registry, beanName, annotation.getString(MergedAnnotation.VALUE), annotations);
				}
			}
		}
	}

	private void register(BeanDefinitionRegistry registry, String beanName, String database,
			MergedAnnotations annotations) {
		String server = beanName.startsWith(IMPORTED) ? ContainerField.describe(beanName.substring(IMPORTED.length()))
				: "the container bean '%s'".formatted(beanName);
		JdbcContainers.check(database, server, this.beanFactory.getType(beanName, false), annotations);
		new ContainerBean(database, beanName, server).addTo((ConfigurableEnvironment) this.environment,
				this.beanFactory);
		RootBeanDefinition definition = new RootBeanDefinition(ContainerBean.class);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, database);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, beanName);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(2, server);
		registry.registerBeanDefinition("bailiwickContainer" + StringUtils.capitalize(beanName), definition);
	}

	private static @Nullable MergedAnnotations annotations(BeanDefinition definition) {
		if (SPRING_BOOT_TESTCONTAINERS_PRESENT && Imported.is(definition)) {
			return Imported.annotations(definition);
		}
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		return (method != null) ? method.getAnnotations() : null;
	}

	/**
	 * Isolated because Testcontainers may be there without Spring Boot's support for it.
	 */
	private static final class Imported {

		static boolean is(BeanDefinition definition) {
			return definition instanceof TestcontainerBeanDefinition;
		}

		static MergedAnnotations annotations(BeanDefinition definition) {
			return ((TestcontainerBeanDefinition) definition).getAnnotations();
		}

	}

}
