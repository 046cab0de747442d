package io.bailiwick.autoconfigure.container;

import io.bailiwick.database.container.ServesDatabase;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for databases that container beans
 * serve, as {@link ServesDatabase} says.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "io.bailiwick.autoconfigure.BailiwickAutoConfiguration")
@ConditionalOnClass(name = "org.testcontainers.containers.Container")
@ConditionalOnBooleanProperty(name = "bailiwick.enabled", matchIfMissing = true)
@Import(ContainerBeansRegistrar.class)
public final class ContainerDatabasesAutoConfiguration {

}
