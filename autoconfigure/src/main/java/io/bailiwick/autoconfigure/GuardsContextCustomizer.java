package io.bailiwick.autoconfigure;

import java.util.Map;

import io.bailiwick.transaction.guard.Guard;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Lets guards fail in a test where an application would only warn, unless somebody has
 * set their modes. All of these are equal, so that tests share applications as before.
 */
record GuardsContextCustomizer() implements ContextCustomizer {

	static final String PROPERTIES = "bailiwickGuardsInTests";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		if (!sources.contains(PROPERTIES)) {
			// Whatever anybody else says counts more.
			sources.addLast(new MapPropertySource(PROPERTIES,
					Map.of(Guard.SECOND_DATABASE.property(), "fail", Guard.REQUIRES_NEW.property(), "fail")));
		}
	}

}
