package io.bailiwick.database.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedServerIntegrationTests {

	@TempDir
	Path temporary;

	@Test
	void keepsDataOverRestarts() throws SQLException {
		Path directory = this.temporary.resolve("postgresql");
		EmbeddedServerSettings settings = EmbeddedServerSettings.in(directory);
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(query(server, "SELECT current_setting('fsync')")).isEqualTo("on");
		}
		try (EmbeddedServer server = EmbeddedServer.start(settings)) {
			assertThat(query(server, "SELECT current_setting('fsync')")).isEqualTo("on");
		}
	}

	private String query(EmbeddedServer server, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(),
				server.password());
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
