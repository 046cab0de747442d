package io.bailiwick.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Asks what explains a failed start what it knows of a failed command.
 */
final class CommandFailures {

	private final @Nullable ConfigurableApplicationContext context;

	CommandFailures(@Nullable ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FailureAnalyzedException analyzed) {
				return analyzed.analysis();
			}
		}
		for (FailureAnalyzer analyzer : analyzers()) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private List<FailureAnalyzer> analyzers() {
		ArgumentResolver arguments = null;
		ClassLoader classLoader = null;
		if (this.context != null) {
			classLoader = this.context.getClassLoader();
			arguments = ArgumentResolver.of(BeanFactory.class, this.context.getBeanFactory())
				.and(Environment.class, this.context.getEnvironment());
		}
		return SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
			.load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, cause) -> {
				// An analyzer that can not be made explains nothing.
			}));
	}

}
