package io.bailiwick.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.bailiwick.migration.UnknownDomainException;
import io.bailiwick.migration.UnknownVersionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.Assert;

/**
 * A command line that begins with {@code db}: {@code java -jar app.jar db info users}.
 */
public final class DatabaseCommandLine {

	/**
	 * The first argument of such a command line.
	 */
	public static final String NAME = "db";

	private final SpringArguments arguments;

	private final Terminal terminal;

	private final CommandLine commandLine;

	private @Nullable DatabaseVerb verb;

	/**
	 * Create a command line.
	 * @param arguments the arguments behind {@code db}
	 * @param terminal where to read and write
	 * @param versions what {@code --version} shows, line by line
	 */
	public DatabaseCommandLine(List<String> arguments, Terminal terminal, List<String> versions) {
		Assert.notNull(arguments, "'arguments' must not be null");
		Assert.notNull(terminal, "'terminal' must not be null");
		this.arguments = SpringArguments.split(arguments);
		this.terminal = terminal;
		this.commandLine = new CommandLine(new DatabaseCommand());
		this.commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
		this.commandLine.setCaseInsensitiveEnumValuesAllowed(true);
		this.commandLine.setOut(new PrintWriter(terminal.out(), true));
		this.commandLine.setUsageHelpAutoWidth(terminal.interactive());
		this.commandLine.getCommandSpec().version(versions.toArray(String[]::new));
	}

	/**
	 * The arguments that are properties of the application.
	 * @return the arguments, in their order
	 */
	public List<String> springArguments() {
		return this.arguments.springs();
	}

	/**
	 * Whether somebody wants to know what happens in detail.
	 * @return if the log is to be shown
	 */
	public boolean verbose() {
		return this.arguments.debug() || (this.verb != null && this.verb.options().verbose());
	}

	/**
	 * Answer what can be answered without the application: a request for help, a typing
	 * error.
	 * @return the exit code, or empty if the application is needed
	 */
	public OptionalInt answer() {
		try {
			return answer(this.commandLine.parseArgs(typed()));
		}
		catch (ParameterException ex) {
			return OptionalInt.of(refuse(ex));
		}
	}

	private String[] typed() {
		List<String> typed = new ArrayList<>(this.arguments.ours());
		if (!typed.isEmpty() && typed.get(0).equals("help")) {
			typed.remove(0);
			typed.add("--help");
		}
		return typed.toArray(String[]::new);
	}

	private OptionalInt answer(ParseResult result) {
		if (CommandLine.executeHelpRequest(result) != null) {
			return OptionalInt.of(ExitCodes.DONE);
		}
		if (!result.hasSubcommand()) {
			this.commandLine.usage(this.terminal.err());
			return OptionalInt.of(ExitCodes.USAGE);
		}
		this.verb = (DatabaseVerb) result.subcommand().commandSpec().userObject();
		this.verb.check();
		return OptionalInt.empty();
	}

	/**
	 * Do what was asked for.
	 * @param application what the application has for it
	 * @return the exit code
	 * @throws RuntimeException if it failed, see {@link #fail}
	 */
	public int run(Application application) {
		Assert.state(this.verb != null, "Nothing to run");
		int width = this.terminal.interactive() ? this.commandLine.getUsageHelpWidth() : Integer.MAX_VALUE;
		Output output = new Output(this.terminal, this.verb.options().json(), verbose(), width);
		try (Interruption interruption = new Interruption(this.terminal.err(), output::whenInterrupted)) {
			return this.verb.run(application, output);
		}
		catch (ParameterException ex) {
			return refuse(ex);
		}
	}

	/**
	 * Say why it failed.
	 * @param failure what was thrown
	 * @param analysis what is known about it, or {@code null} if nothing is
	 * @return the exit code
	 */
	public int fail(Throwable failure, @Nullable FailureAnalysis analysis) {
		if (!Interruption.isUnderWay()) {
			new FailureText(this.terminal).print(failure, analysis, verbose());
		}
		boolean unknown = failure instanceof UnknownDomainException || failure instanceof UnknownVersionException;
		return unknown ? ExitCodes.USAGE : ExitCodes.FAILED;
	}

	private int refuse(ParameterException failure) {
		new UsageError(failure).print(this.terminal.err());
		return ExitCodes.USAGE;
	}

}
