package io.bailiwick.migration.script.statement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Unit tests for {@link SqlFingerprint}.
 */
class SqlFingerprintTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELECT 1;              | -- why\\nSELECT\\t 1 ;
			SELECT 1;              | /* a /* nested */ one */ SELECT 1;
			CREATE TABLE a (b int) | CREATE TABLE a(b int)
			a - b                  | a-b
			SELECT 'x' AS "y z"    | SELECT 'x'   AS\\n"y z"
			f($$ a $$)             | f( $$ a $$ )
			SELECT 1 -- x          | SELECT 1 -- y
			""")
	void commentsAndWhiteSpaceBetweenWordsDoNotCount(String one, String other) {
		assertThat(SqlFingerprint.of(lines(other))).isEqualTo(SqlFingerprint.of(lines(one)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			SELECT 1               | SELECT 11
			SELECT 1 1             | SELECT 11
			SELECT 'a  b'          | SELECT 'a b'
			SELECT '-- a'          | SELECT '-- b'
			SELECT E'\\' -- a'     | SELECT E'\\' -- b'
			SELECT 'it''s -- a'    | SELECT 'it''s -- b'
			SELECT "a b"           | SELECT "a  b"
			SELECT $$ a $$         | SELECT $$ b $$
			SELECT $q$ -- a$q$     | SELECT $q$ -- b$q$
			SELECT a - -1          | SELECT a --1
			COPY a FROM STDIN;\\n1 2 | COPY a FROM STDIN;\\n1  2
			-- migrate:up          | -- migrate:up transaction:false
			-- +goose Up           | -- +goose NO TRANSACTION
			SELECT 1 . 2           | SELECT 1.2
			""")
	void everythingElseCounts(String one, String other) {
		assertThat(SqlFingerprint.of(lines(other))).isNotEqualTo(SqlFingerprint.of(lines(one)));
	}

	private static String lines(String text) {
		return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
	}

}
