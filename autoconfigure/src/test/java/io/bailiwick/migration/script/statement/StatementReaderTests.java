package io.bailiwick.migration.script.statement;

import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StatementReader}.
 */
@Timeout(30)
class StatementReaderTests {

	private final FluentConfiguration configuration = new FluentConfiguration();

	@Test
	void dollarQuotesHideSemicolonsAlsoThoseInsideOfOtherDollarQuotes() {
		assertThat(read("""
				CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$
				BEGIN
				  EXECUTE $q$ SELECT ';' ; $q$;
				  RETURN $$;$$;
				END;
				$body$;
				DO $$ BEGIN PERFORM 1; END $$;
				SELECT 2""")).extracting(ScriptStatement::line).containsExactly(1, 7, 8);
	}

	@Test
	void commentsNestAndHideEverything() {
		assertThat(sql("""
				/* ; /* ; ' */ $$ ; */ SELECT 1; -- ; '
				-- it's;
				SELECT '--' || "a;b" /* ;/**/; */ ;""")).hasSize(2)
			.last()
			.asString()
			.contains("SELECT '--' || \"a;b\"");
	}

	@Test
	void aBodyOfStandardSqlIsOneStatement() {
		assertThat(read("""
				CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql
				BEGIN ATOMIC
				  INSERT INTO t VALUES (CASE WHEN a > 1 THEN 1 ELSE 2 END);
				  SELECT CASE a WHEN 1 THEN 2 END;
				END;
				CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
				BEGIN;
				SELECT 1;
				COMMIT;""")).extracting(ScriptStatement::line).containsExactly(1, 6, 7, 8, 9);
	}

	@Test
	void copyKeepsItsDataForItself() {
		assertThat(sql("""
				COPY users.a (id, "n;") FROM STDIN WITH (FORMAT csv);
				1,it's; -- not a comment
				2,$$
				\\.

				SELECT 1;""")).containsExactly("COPY users.a (id, \"n;\") FROM STDIN WITH (FORMAT csv)", "SELECT 1");
	}

	@Test
	void stringsOfEveryKindHideSemicolons() {
		assertThat(sql("SELECT 'a'';b', E'\\';', U&'\\0061;', \"x\"\";\"; SELECT 1;")).hasSize(2);
	}

	@Test
	void linesCountFromTheFirstWordAndWindowsLineEndsAreLineEnds() {
		assertThat(read("\uFEFF-- a\r\n\r\n/* b\r\n*/\r\nSELECT 1,\r\n2;\r\n\r\nSELECT 3;\r\n")).satisfiesExactly(
				(first) -> assertThat(first.line()).isEqualTo(5), (second) -> assertThat(second.line()).isEqualTo(8));
	}

	@Test
	void placeholdersAreReplacedAndThoseWithoutAValueAreRefused() {
		this.configuration.placeholders(Map.of("name", "a")).defaultSchema("users");
		assertThat(new StatementReader(this.configuration, Map.of("flyway:user", "me"))
			.read(new Script("SELECT '${name}', '${flyway:defaultSchema}', '${flyway:user}'"), null)
			.get(0)
			.sql()).isEqualTo("SELECT 'a', 'users', 'me'");
		assertThatExceptionOfType(FlywayException.class).isThrownBy(() -> read("SELECT '${other}'"))
			.withMessageContaining("${other}");
		assertThat(new StatementReader(this.configuration, Map.of())
			.read(new Script("SELECT '${other}'"), new Script("placeholderReplacement=false"))
			.get(0)
			.sql()).isEqualTo("SELECT '${other}'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE INDEX CONCURRENTLY i ON a (id)", "DROP INDEX CONCURRENTLY i",
			"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id)", "VACUUM (ANALYZE) a", "REINDEX DATABASE x",
			"REINDEX INDEX CONCURRENTLY i", "REINDEX (VERBOSE, CONCURRENTLY) TABLE a", "reindex table concurrently a",
			"ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "CLUSTER", "CLUSTER VERBOSE",
			"ALTER DATABASE a SET TABLESPACE b", "ALTER SUBSCRIPTION s REFRESH PUBLICATION", "CREATE DATABASE x",
			"ALTER SYSTEM SET work_mem = '1MB'", "/* why */ DROP SUBSCRIPTION s" })
	void whatNoTransactionCanHoldIsFound(String sql) {
		assertThat(read(sql + ";")).singleElement().satisfies((one) -> assertThat(one.isTransactional()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TYPE t ADD VALUE 'x'", "ALTER TABLE a DETACH PARTITION b", "CLUSTER a USING i",
			"REFRESH MATERIALIZED VIEW CONCURRENTLY v", "REINDEX TABLE a", "SELECT 'CREATE INDEX CONCURRENTLY'",
			"COMMENT ON TABLE a IS 'REINDEX CONCURRENTLY'", "ALTER TABLE a SET TABLESPACE b",
			"ALTER TABLE a DETACH PARTITION \"concurrently\"" })
	void whatATransactionCanHoldIsLeftInIt(String sql) {
		assertThat(read(sql + ";")).singleElement().satisfies((one) -> assertThat(one.isTransactional()).isTrue());
	}

	@Test
	void aBodyThatDoesNotEndIsRefused() {
		assertThatExceptionOfType(FlywayException.class)
			.isThrownBy(() -> read("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;"))
			.withMessageContaining("Incomplete statement at line 1");
	}

	private List<String> sql(String text) {
		return read(text).stream().map(ScriptStatement::sql).toList();
	}

	private List<ScriptStatement> read(String text) {
		return new StatementReader(this.configuration, Map.of()).read(new Script(text), null);
	}

	/**
	 * A script without a file.
	 */
	private static final class Script extends LoadableResource {

		private final String text;

		Script(String text) {
			this.text = text;
		}

		@Override
		public Reader read() {
			return new StringReader(this.text);
		}

		@Override
		public String getAbsolutePath() {
			return "V1__x.sql";
		}

		@Override
		public String getAbsolutePathOnDisk() {
			return "V1__x.sql";
		}

		@Override
		public String getFilename() {
			return "V1__x.sql";
		}

		@Override
		public String getRelativePath() {
			return "V1__x.sql";
		}

	}

}
