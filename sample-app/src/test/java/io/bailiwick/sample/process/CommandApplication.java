package io.bailiwick.sample.process;

import io.bailiwick.domain.OfDomain;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * An application of which nothing may be made for a command, and whose beans the sample
 * must not find.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CommandApplication.Migrations.class)
public class CommandApplication {

	static final String MADE = "A bean of the application was made";

	public static void main(String[] args) {
		SpringApplication.run(CommandApplication.class, args);
	}

	@Bean
	static Object expensive() {
		throw new IllegalStateException(MADE);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Migrations {

		@Bean
		@OfDomain("users")
		V9__Write_in_Java inJava() {
			return new V9__Write_in_Java();
		}

	}

	@SuppressWarnings("checkstyle:TypeName")
	static final class V9__Write_in_Java extends BaseJavaMigration {

		@Override
		public void migrate(Context context) {
			// That it is there is what matters.
		}

	}

}
