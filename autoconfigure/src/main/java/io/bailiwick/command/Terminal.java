package io.bailiwick.command;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Where a command reads and writes.
 *
 * @param in where answers are typed
 * @param out for results, and for nothing else
 * @param err for everything else
 * @param interactive whether somebody sits there, who can be asked
 * @param colour whether colours are welcome
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean colour) {

	/**
	 * Check the terminal.
	 */
	public Terminal {
		Assert.notNull(in, "'in' must not be null");
		Assert.notNull(out, "'out' must not be null");
		Assert.notNull(err, "'err' must not be null");
	}

	/**
	 * The terminal of this process. From here on, whatever else writes to
	 * {@link System#out}, a log for instance, writes to {@link System#err}: results can
	 * be piped into another program.
	 * @return the terminal
	 */
	public static Terminal takeOver() {
		PrintStream out = System.out;
		System.setOut(System.err);
		boolean interactive = isTerminal(System.console());
		return new Terminal(System.in, out, System.err, interactive, interactive && likesColour(System.getenv()));
	}

	/**
	 * As <a href="https://no-color.org">no-color.org</a> asks for. Old consoles of
	 * Windows show the codes instead of the colours.
	 */
	static boolean likesColour(Map<String, String> environment) {
		if (StringUtils.hasLength(environment.get("NO_COLOR"))) {
			return false;
		}
		String type = environment.get("TERM");
		return (type != null) ? !type.equals("dumb") : environment.containsKey("WT_SESSION");
	}

	/**
	 * Since Java 22 there may be a console although nobody sits at it.
	 */
	private static boolean isTerminal(@Nullable Console console) {
		if (console == null) {
			return false;
		}
		Method isTerminal = ReflectionUtils.findMethod(Console.class, "isTerminal");
		return isTerminal == null || Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isTerminal, console));
	}

}
