package io.bailiwick.autoconfigure;

import java.util.List;
import java.util.OptionalInt;

import io.bailiwick.command.Application;
import io.bailiwick.command.DatabaseCommandLine;
import io.bailiwick.command.Terminal;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NativeDetector;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * An application that is started for a command about its databases. Of the application
 * only its configuration is used: its beans give way to what the databases need.
 */
final class CommandRun {

	private static final String NAME = "db";

	private static final int FAILED = 1;

	private final SpringApplication application;

	private final List<String> arguments;

	private final CommandContext context = new CommandContext();

	private @Nullable DatabaseCommandLine commandLine;

	CommandRun(SpringApplication application, String[] args) {
		this.application = application;
		this.arguments = List.of(args).subList(1, args.length);
	}

	/**
	 * Whether somebody wants a command of ours. An application may have one of that name
	 * itself, so this can be switched off, where no file of the application has been read
	 * yet.
	 */
	static boolean isCommand(String[] args) {
		return args.length > 0 && args[0].equals(NAME) && !"false".equalsIgnoreCase(
				System.getProperty("bailiwick.command.enabled", System.getenv("BAILIWICK_COMMAND_ENABLED")));
	}

	void starting() {
		// Restarts belong to applications that run on.
		System.setProperty("spring.devtools.restart.enabled", "false");
		Terminal terminal = Terminal.takeOver();
		requireJvm(terminal);
		requireLibrary(terminal);
		DatabaseCommandLine commandLine = new DatabaseCommandLine(this.arguments, terminal,
				CommandVersions.of(this.application.getMainApplicationClass()));
		OptionalInt answered = commandLine.answer();
		if (answered.isPresent()) {
			System.exit(answered.getAsInt());
		}
		this.commandLine = commandLine;
		this.application.setWebApplicationType(WebApplicationType.NONE);
	}

	/**
	 * Beans that were fixed when the application was built can not give way to others.
	 */
	private void requireJvm(Terminal terminal) {
		if (NativeDetector.inNativeImage()) {
			terminal.err().println("The command 'db' does not work in a native image. Run it from the jar, on a JVM.");
			System.exit(FAILED);
		}
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
	}

	private void requireLibrary(Terminal terminal) {
		if (!ClassUtils.isPresent("picocli.CommandLine", this.application.getClassLoader())) {
			terminal.err()
				.println(
						"""
								The command 'db' needs picocli, which is not on the class path.

								Add the dependency info.picocli:picocli, or use io.bailiwick:bailiwick-spring-boot-starter, which has it. \
								If 'db' is a command of the application itself, set BAILIWICK_COMMAND_ENABLED=false in the environment.""");
			System.exit(FAILED);
		}
	}

	void prepare(ConfigurableEnvironment environment) {
		DatabaseCommandLine commandLine = commandLine();
		new CommandEnvironment(environment).prepare(commandLine.springArguments(), commandLine.verbose());
	}

	void prepare(ConfigurableApplicationContext context) {
		this.context.remember(context);
	}

	void replaceSources(ConfigurableApplicationContext context) {
		this.context.replaceSources(context);
	}

	void run(ConfigurableApplicationContext context) {
		int code = run(commandLine(), context);
		System.exit(SpringApplication.exit(context, () -> code));
	}

	private static int run(DatabaseCommandLine commandLine, ConfigurableApplicationContext context) {
		try {
			return commandLine.run(new Application(context));
		}
		catch (RuntimeException ex) {
			return commandLine.fail(ex, new CommandFailures(context).analyze(ex));
		}
	}

	void fail(@Nullable ConfigurableApplicationContext context, Throwable failure) {
		System.exit(commandLine().fail(failure, new CommandFailures(context).analyze(failure)));
	}

	private DatabaseCommandLine commandLine() {
		if (this.commandLine == null) {
			throw new IllegalStateException("Not started");
		}
		return this.commandLine;
	}

}
