package io.bailiwick.database.budget;

import io.bailiwick.database.DatabaseLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://Db.Example/app            | db.example:5432               | app
			jdbc:postgresql://db.example:5432/app       | db.example:5432               | app
			jdbc:postgresql://db.example:5433/          | db.example:5433               |
			jdbc:postgresql://db.example                | db.example:5432               |
			jdbc:postgresql:app                         | localhost:5432                | app
			jdbc:postgresql:///app                      | localhost:5432                | app
			jdbc:postgresql://:5433/app                 | localhost:5433                | app
			jdbc:postgresql://[::1]/app?ssl=true        | [::1]:5432                    | app
			jdbc:postgresql://[::1]:5433/app            | [::1]:5433                    | app
			jdbc:postgresql://one,two:5433/my%20app     | one:5432,two:5433             | my app
			""")
	void readsTheAddressAsTheDriverDoes(String url, String server, String database) {
		assertThat(ServerAddress.of(url)).isEqualTo(new ServerAddress(server, database));
	}

	@Test
	void anotherProductHasNoShare() {
		assertThat(PoolShare.of("main", new DatabaseLocation("main", "jdbc:h2:mem:app", "sa", null), 5)).isNull();
		assertThat(PoolShare.of("main", new DatabaseLocation("main", null, null, null), 5)).isNull();
	}

	@Test
	void theDatabaseIsNamedAsTheRoleWhereTheAddressNamesNone() {
		assertThat(PoolShare.of("main", new DatabaseLocation("main", "jdbc:postgresql://db/", "app", null), 5))
			.isEqualTo(new PoolShare("main", "db:5432", "app", "app", 5));
	}

}
