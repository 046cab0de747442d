package io.bailiwick.command;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Table}.
 */
class TableTests {

	private final Table table = new Table("domain", "description", "took").row("users", "create the users", "3 ms")
		.row("wallets", null, "12 s");

	@Test
	void columnsAreAlignedAndLinesEndWithTheirText() {
		assertThat(this.table.render(Integer.MAX_VALUE, UnaryOperator.identity())).containsExactly(
				"domain   description       took", "users    create the users  3 ms",
				"wallets                    12 s");
	}

	@Test
	void theWidestColumnGivesWayToANarrowTerminal() {
		assertThat(this.table.render(28, UnaryOperator.identity()))
			.containsExactly("domain   description    took", "users    create the...  3 ms",
					"wallets                 12 s")
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(28));
	}

	@Test
	void aTableIsNotCutBeyondRecognition() {
		assertThat(this.table.render(1, UnaryOperator.identity()).get(1)).isEqualTo("users    create th...  3 ms");
	}

	@Test
	void aCellIsOneLine() {
		assertThat(new Table("a").row("one\n\ttwo").render(80, UnaryOperator.identity())).containsExactly("a",
				"one two");
	}

}
