package io.bailiwick.database.boundary;

import java.util.List;
import java.util.Set;

import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.boundary.Crossing.Direction;
import io.bailiwick.domain.Domain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundaryCrossedExceptionTests {

	@Test
	void listsEachObjectAndOneRemedyForEachKind() {
		Domain wallets = new Domain("wallets", "wallets", "money", Set.of(), List.of());
		DatabaseLocation main = new DatabaseLocation("main", "jdbc:postgresql://localhost/app?password=secret", "app",
				null);
		BoundaryCrossedException exception = new BoundaryCrossedException(wallets, main,
				List.of(foreignKey("fk_a"), foreignKey("fk_b")));
		assertThat(exception.analysis().getDescription())
			.contains("2 objects refer", "foreign key fk_a: wallets.wallets → users.users", "fk_b", "money",
					"Nothing was changed")
			.doesNotContain("secret");
		assertThat(exception.analysis().getAction()).contains("bailiwick.domains.wallets.database=main")
			.containsOnlyOnce("foreign key");
	}

	private Crossing foreignKey(String name) {
		return new Crossing(Direction.OUTWARD, CrossingKind.FOREIGN_KEY, name, "wallets.wallets", "table",
				"users.users", true);
	}

}
