package io.bailiwick.command;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Terminal} and for what is told there.
 */
class TerminalTests {

	@Test
	void coloursAreForTerminalsThatHaveThemAndPeopleWhoLikeThem() {
		assertThat(Terminal.likesColour(Map.of("TERM", "xterm-256color"))).isTrue();
		assertThat(Terminal.likesColour(Map.of("WT_SESSION", "1"))).isTrue();
		assertThat(Terminal.likesColour(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
		assertThat(Terminal.likesColour(Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
		assertThat(Terminal.likesColour(Map.of("TERM", "dumb"))).isFalse();
		assertThat(Terminal.likesColour(Map.of())).isFalse();
	}

	@Test
	void aCommandThatIsShownCanBeCopied() {
		String remedy = "'java -jar <application>.jar db repair users' mends it.";
		assertThat(new Invocation("/opt/bank.jar db validate").complete(remedy))
			.isEqualTo("'java -jar /opt/bank.jar db repair users' mends it.");
		assertThat(new Invocation("com.example.Bank db validate").complete(remedy)).isEqualTo(remedy);
		assertThat(new Invocation(null).complete(remedy)).isEqualTo(remedy);
	}

}
