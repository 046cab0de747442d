package io.bailiwick.database.boundary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.bailiwick.domain.Domain;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeftBehindIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	@Test
	void findsSchemasWithAHistoryOnly() throws SQLException {
		this.database.execute("""
				CREATE SCHEMA reports;
				CREATE TABLE reports.flyway_schema_history (installed_rank int);
				CREATE TABLE reports.daily (id bigint);
				CREATE SCHEMA audit;
				CREATE TABLE audit.log (id bigint);
				""");
		Domain reporting = new Domain("reporting", "reports", "reporting", Set.of(), List.of());
		Domain audit = new Domain("audit", "audit", "audit", Set.of(), List.of());
		Domain search = new Domain("search", "search", "search", Set.of(), List.of());
		try (Connection connection = this.database.connect()) {
			List<LeftBehind> left = LeftBehind.find(connection, List.of(reporting, audit, search),
					"flyway_schema_history");
			assertThat(left).containsExactly(new LeftBehind(reporting, 1));
			assertThat(left.get(0).describe()).isEqualTo(
					"domain 'reporting' lives in 'reporting' now, and its schema reports with 1 table and its history is still here");
			assertThat(LeftBehind.find(connection, List.of(), "flyway_schema_history")).isEmpty();
		}
	}

}
