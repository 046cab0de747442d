package io.bailiwick.migration.history;

import java.nio.file.Path;

import io.bailiwick.test.MigrationFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlywayPlugins}.
 */
class FlywayPluginsTests {

	private static final String SERVICES = "META-INF/services/org.flywaydb.core.extensibility.Plugin";

	@TempDir
	Path classes;

	@Test
	void whatFlywayBringsAlongIsFamiliar() {
		assertThat(FlywayPlugins.unfamiliar(getClass().getClassLoader())).isNull();
	}

	@Test
	void aPluginOfAnotherMakerIsNot() {
		MigrationFolder folder = new MigrationFolder(this.classes).file(SERVICES,
				"# ours\n\norg.flywaydb.core.internal.Known\n  com.example.UndoMigration # undo\n");
		assertThat(FlywayPlugins.unfamiliar(folder.classLoader())).isEqualTo("com.example.UndoMigration");
	}

	@Test
	void commentsAreNoPlugins() {
		MigrationFolder folder = new MigrationFolder(this.classes).file(SERVICES,
				"# com.example.UndoMigration\r\n\r\n");
		assertThat(FlywayPlugins.unfamiliar(folder.classLoader())).isNull();
	}

}
