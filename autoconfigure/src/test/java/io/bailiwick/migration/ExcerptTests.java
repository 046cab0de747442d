package io.bailiwick.migration;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Excerpt} and {@link LeadingComments}.
 */
class ExcerptTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					CREATE ROLE a PASSWORD 'it''s secret' LOGIN | CREATE ROLE a PASSWORD '***' LOGIN
					alter role a with encrypted password E'secret' | alter role a with encrypted password '***'
					ALTER ROLE a PASSWORD $x$secret$x$ LOGIN | ALTER ROLE a PASSWORD '***' LOGIN
					CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password 'secret') | CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password '***')
					CREATE SUBSCRIPTION s CONNECTION 'host=h password=secret dbname=d' PUBLICATION p | CREATE SUBSCRIPTION s CONNECTION 'host=h password=*** dbname=d' PUBLICATION p
					SELECT dblink('postgres://a/b?password=secret&x=1') | SELECT dblink('postgres://a/b?password=***&x=1')
					ALTER TABLE a ADD COLUMN password text | ALTER TABLE a ADD COLUMN password text
					CREATE ROLE a PASSWORD 'cut off secre | CREATE ROLE a PASSWORD '***'
					""")
	void aPasswordIsHidden(String statement, String excerpt) {
		assertThat(new Excerpt(Map.of()).of(statement, 0)).isEqualTo(excerpt);
	}

	@Test
	void theValueOfAPlaceholderIsShownAsItsName() {
		Excerpt excerpt = new Excerpt(Map.of("key", "s3cr3t", "short", "abc"));
		assertThat(excerpt.of("SELECT 's3cr3t',\n\t'abc'", 0)).isEqualTo("SELECT '${key}', 'abc'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SELECT 1 | SELECT 1
			-- a@SELECT 1 | SELECT 1
			@  -- a /* b@/* c@ /* d */ -- e@*/  SELECT 1 -- f | SELECT 1 -- f
			-- nothing but this | -- nothing but this
			/* never ends | /* never ends
			""")
	void leadingCommentsEndWhereTheStatementBegins(String statement, String rest) {
		String lines = statement.replace('@', '\n');
		assertThat(lines.substring(LeadingComments.end(lines))).isEqualTo(rest);
	}

}
