package io.bailiwick.autoconfigure;

import java.util.List;

import io.bailiwick.database.container.ServesDatabase;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Does what Spring does for each test class, for one with a field that needs a library
 * and for one without.
 */
public final class TestWithoutTestcontainers {

	private TestWithoutTestcontainers() {
	}

	public static void main(String[] arguments) {
		for (ContextCustomizerFactory factory : SpringFactoriesLoader
			.loadFactories(ContextCustomizerFactory.class, TestWithoutTestcontainers.class.getClassLoader())
			.stream()
			.filter((candidate) -> candidate.getClass().getName().startsWith("io.bailiwick."))
			.toList()) {
			System.out.println("without a field=" + factory.createContextCustomizer(Object.class, List.of()));
			try {
				factory.createContextCustomizer(Annotated.class, List.of());
			}
			catch (RuntimeException ex) {
				System.out.println("with a field=" + ex.getMessage());
			}
		}
	}

	private static final class Annotated {

		@ServesDatabase("reports")
		static final Object CONTAINER = "a text";

	}

}
