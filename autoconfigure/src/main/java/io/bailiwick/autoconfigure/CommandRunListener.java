package io.bailiwick.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Turns the start of an application into a command, where the first argument says so. It
 * comes before all others: nothing has been logged yet.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CommandRunListener implements SpringApplicationRunListener {

	private final @Nullable CommandRun run;

	CommandRunListener(SpringApplication application, String[] args) {
		this.run = CommandRun.isCommand(args) ? new CommandRun(application, args) : null;
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		if (this.run != null) {
			this.run.starting();
		}
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		if (this.run != null) {
			this.run.prepare(environment);
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (this.run != null) {
			this.run.prepare(context);
		}
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		if (this.run != null) {
			this.run.replaceSources(context);
		}
	}

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (this.run != null) {
			this.run.run(context);
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.run != null) {
			this.run.fail(context, exception);
		}
	}

}
