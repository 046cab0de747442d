package io.bailiwick.command;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what can be typed: {@link DatabaseCommandLine} before there is an
 * application.
 */
class DatabaseCommandLineTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@ParameterizedTest
	@ValueSource(strings = { "info", "info users wallets", "plan --check --to users@1", "migrate users@1.2 wallets",
			"migrate users --to 3", "migrate --to users@1 --to wallets@2", "undo --steps 2", "undo users --to 0",
			"repair users --accept users@2 --yes", "reset users -y",
			"adopt users --move --map 3=users --proof transaction", "baseline users@2 wallets@1 --yes",
			"validate --json --verbose" })
	void whatCanBeMeantNeedsTheApplication(String typed) {
		assertThat(answer(typed)).as(text()).isEmpty();
		assertThat(text()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			inof | There is no verb 'inof'. Did you mean 'info'?
			nonsense | There is no verb 'nonsense'. The verbs are: info, plan
			info --jsno | There is no option '--jsno'. Did you mean '--json'?
			info --tenant=x | There is no option '--tenant=x'.
			info users@1 | 'users@1' has a version, which means nothing here.
			migrate users@ | 'users@' is neither <domain> nor <domain>@<version>.
			migrate users@1@2 | 'users@1@2' is neither <domain> nor <domain>@<version>.
			migrate --to 3 | '--to 3' does not say of which domain that is a version
			migrate users@1 --to users@2 | 'users' is to go to the versions 1 and 2.
			repair --accept 3 | '--accept 3' is not <domain>@<version>.
			reset | Name the domains to reset
			wait --timeout soon | '--timeout soon' is no duration such as 30s or 5m.
			restore no.dump | There is no file 'no.dump' that can be read.
			backup --file a --directory b | '--file' and '--directory' exclude each other.
			new users | <description>
			baseline users | Name each domain with its version: <domain>@<version>.
			adopt --proof magic | 'magic'
			undo --steps 0 | '--steps 0' undoes nothing.
			undo --steps two | 'two' is not an int
			undo --steps 1 --to users@1 | exclude each other
			""")
	void whatCanNotBeMeantIsExplained(String typed, String message) {
		assertThat(answer(typed)).hasValue(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(message, "--help");
		assertThat(this.out.size()).as("results").isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			--help | Usage: db [-hV] <verb>
			help | Usage: db [-hV] <verb>
			help undo | Usage: db undo
			undo --help | Usage: db undo
			--version | Some Application 1.0
			""")
	void helpIsAResult(String typed, String expected) {
		assertThat(answer(typed)).hasValue(0);
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains(expected);
		assertThat(this.err.size()).isZero();
	}

	@Test
	void noVerbAtAllIsAnsweredWithAllOfThem() {
		assertThat(answer("")).hasValue(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Usage: db", "migrate", "undo");
	}

	@Test
	void optionsWithADotAreThoseOfTheApplication() {
		DatabaseCommandLine commandLine = commandLine(
				"info --spring.profiles.active=prod users --debug --bailiwick.domains.users.schema=x");
		assertThat(commandLine.answer()).isEmpty();
		assertThat(commandLine.springArguments()).containsExactly("--spring.profiles.active=prod", "--debug",
				"--bailiwick.domains.users.schema=x");
		assertThat(commandLine.verbose()).isTrue();
	}

	private OptionalInt answer(String typed) {
		return commandLine(typed).answer();
	}

	private DatabaseCommandLine commandLine(String typed) {
		Terminal terminal = new Terminal(InputStream.nullInputStream(), stream(this.out), stream(this.err), false,
				false);
		return new DatabaseCommandLine(typed.isEmpty() ? List.of() : List.of(typed.split(" ")), terminal,
				List.of("Some Application 1.0"));
	}

	private String text() {
		return this.out.toString(StandardCharsets.UTF_8) + this.err.toString(StandardCharsets.UTF_8);
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

}
