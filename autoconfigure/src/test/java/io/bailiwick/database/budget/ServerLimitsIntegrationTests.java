package io.bailiwick.database.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerLimitsIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	@Test
	void readsTheLimitsOfTheServerTheRolesAndTheDatabases() throws SQLException {
		String name = this.database.url().replaceFirst(".*/", "");
		String role = name + "_limited";
		this.database
			.execute("CREATE ROLE %s CONNECTION LIMIT 7; ALTER DATABASE %s CONNECTION LIMIT 9".formatted(role, name));
		try (Connection connection = this.database.connect()) {
			ServerLimits limits = ServerLimits.read(connection,
					List.of(new PoolShare("main", "db:5432", name, role, 10),
							new PoolShare("replica", "db:5432", null, this.database.username(), 10)));
			assertThat(limits.maximum()).isEqualTo(300);
			assertThat(limits.available()).isEqualTo(297);
			assertThat(limits.roles()).containsOnly(Map.entry(role, 7));
			assertThat(limits.databases()).containsOnly(Map.entry(name, 9));
		}
		finally {
			this.database.execute("DROP ROLE " + role);
		}
	}

}
