package io.bailiwick.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What takes the place of the application's own classes in a command: what the databases
 * need, and what {@code bailiwick.command.sources} names.
 */
@Configuration(proxyBeanMethods = false)
@Import(CommandSources.class)
@CommandConfiguration.Databases
class CommandConfiguration {

	/**
	 * Imports the auto-configurations that are listed in the file of this name in
	 * {@code META-INF/spring}.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@ImportAutoConfiguration
	@interface Databases {

	}

}
