package io.bailiwick.migration.script;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScriptName}.
 */
class ScriptNameTests {

	@ParameterizedTest
	@CsvSource({ "V1__create.sql, VERSIONED, 1, create", "V1_2__add_a_column.sql, VERSIONED, 1.2, add a column",
			"V1.2.3__x.sql, VERSIONED, 1.2.3, x", "V20261120101500__x.sql, VERSIONED, 20261120101500, x",
			"V007__x__y.sql, VERSIONED, 007, x  y", "U2__create.sql, UNDO, 2, create",
			"B5__all_in_one.sql, BASELINE, 5, all in one", "R__totals_view.sql, REPEATABLE, , totals view",
			"afterMigrate.sql, CALLBACK, , afterMigrate.sql",
			"beforeEachMigrate__a.sql, CALLBACK, , beforeEachMigrate__a.sql",
			"V1__create.sql.conf, CONFIGURATION, , V1__create.sql.conf" })
	void aNameInFlywaysStyleIsUnderstood(String filename, ScriptName.Kind kind, String version, String description) {
		ScriptName name = ScriptName.parse(filename);
		assertThat(name).isNotNull();
		assertThat(name.kind()).isEqualTo(kind);
		assertThat((name.version() != null) ? name.version().getVersion() : null).isEqualTo(version);
		assertThat(name.description()).isEqualTo(description);
	}

	@ParameterizedTest
	@CsvSource({ "v1__x.sql, V1__x.sql", "V1_x.sql, V1__x.sql", "V1__x.SQL, V1__x.sql", "V1-x.sql, V1__x.sql",
			"V1.1_x.sql, V1.1__x.sql", "1__x.sql, V1__x.sql", "0001_init.sql, V0001__init.sql",
			"1.sql, V1__what_it_does.sql", "V2.sql, V2__what_it_does.sql", "V1__x.ddl, V1__x.sql",
			"V3__x.psql, V3__x.sql", "V3__notes.txt, V3__notes.sql", "r__view.sql, R__view.sql",
			"R_view.sql, R__view.sql", "R1__view.sql, R__view.sql", "u1__x.sql, U1__x.sql" })
	void aNameThatIsNearlyRightIsRefusedWithTheRightOne(String filename, String suggestion) {
		assertThat(ScriptName.parse(filename)).isNull();
		assertThat(ScriptName.looksLikeScript(filename)).isTrue();
		assertThat(ScriptName.suggestionFor(filename)).isEqualTo(suggestion);
		assertThat(ScriptName.parse(suggestion)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create.sql", "x.ddl", "V1__x", "V1__x.sql.bak", "V1__x.sql~", "afterMigrated.sql",
			"AfterMigrate.sql", "V1__.sql", "R__.sql", "Vx__x.sql", "V1a__x.sql", "init.sql.gz", "R__view",
			"V2__Fill.class" })
	void whatWasMeantToRunIsNotPassedOver(String filename) {
		assertThat(ScriptName.parse(filename)).isNull();
		assertThat(ScriptName.looksLikeScript(filename)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "README", ".gitkeep", ".DS_Store", "notes.txt", "schema.png", "mysqldump.log",
			"VERSION", "Revision.txt" })
	void whatWasNotMeantToRunIsLeftAlone(String filename) {
		assertThat(ScriptName.parse(filename)).isNull();
		assertThat(ScriptName.looksLikeScript(filename)).isFalse();
	}

	@Test
	void versionsThatFlywayTakesForEqualAreOneIdentity() {
		assertThat(identity("V1__a.sql")).isEqualTo(identity("V1.0__b.sql"))
			.isEqualTo(identity("V01__c.sql"))
			.isEqualTo(identity("V1_0_0__d.sql"))
			.isNotEqualTo(identity("V10__a.sql"))
			.isNotEqualTo(identity("B1__a.sql"))
			.isNotEqualTo(identity("U1__a.sql"));
	}

	private static Object identity(String filename) {
		ScriptName name = ScriptName.parse(filename);
		assertThat(name).isNotNull();
		return name.identity();
	}

}
