package io.bailiwick.database.budget;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ConnectionBudgetTests {

	private static final Log log = LogFactory.getLog(ConnectionBudgetTests.class);

	private static final ServerLimits LIMITS = new ServerLimits(100, 3, 10, Map.of(), Map.of());

	private static final PoolShare MAIN = new PoolShare("main", "db:5432", "app", "app", 20);

	private static final PoolShare REPORTING = new PoolShare("reporting", "db:5432", "reports", "reporting", 9);

	private static final PoolShare ELSEWHERE = new PoolShare("audit", "other:5432", "audit", "audit", 200);

	@Test
	void addsUpThePoolsOfOneServerAndAllInstances() {
		ConnectionBudget budget = budget(3, MAIN, REPORTING);
		assertThat(budget.exceeded()).isEmpty();
		assertThat(budget.servers()).singleElement().satisfies((server) -> {
			assertThat(server.needed()).isEqualTo(87);
			assertThat(server.left()).isZero();
			assertThat(server.describe()).isEqualToNormalizingNewlines(
					"""
							db:5432, 3 instances
							    main          60   20 × 3
							    reporting     27   9 × 3
							    sum           87
							    limit         87   max_connections 100 − superuser_reserved_connections 3 − reserved_connections 10
							    left           0""");
		});
	}

	@Test
	void oneConnectionTooManyIsOver(CapturedOutput output) {
		PoolShare larger = new PoolShare("replica", "db:5432", "app", "app", 10);
		ConnectionBudget budget = budget(3, MAIN, larger);
		assertThat(budget.exceeded()).singleElement()
			.satisfies((server) -> assertThat(server.describe()).contains("over by      3"));
		budget.apply(BudgetMode.OFF, log);
		assertThat(output).doesNotContain("over by");
		budget.apply(BudgetMode.WARN, log);
		assertThat(output).contains("WARN", "20 × 3", "over by      3", "bailiwick.instances");
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> budget.apply(BudgetMode.ENFORCE, log))
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("over by      3"))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("bailiwick.budget=warn"));
	}

	@Test
	void enforcingABudgetThatHoldsDoesNothing() {
		budget(1, MAIN).apply(BudgetMode.ENFORCE, log);
	}

	@Test
	void serversAreCountedApart() {
		ConnectionBudget budget = ConnectionBudget.of(List.of(MAIN, ELSEWHERE), 1,
				Map.of("db:5432", LIMITS, "other:5432", LIMITS));
		assertThat(budget.exceeded()).extracting(ServerBudget::server).containsExactly("other:5432");
	}

	@Test
	void aServerWhoseLimitsAreUnknownIsLeftOut() {
		assertThat(ConnectionBudget.of(List.of(MAIN, ELSEWHERE), 1, Map.of("db:5432", LIMITS)).servers()).hasSize(1);
	}

	@Test
	void theLimitOfARoleAndOfADatabaseCountToo() {
		ServerLimits narrow = new ServerLimits(100, 3, 0, Map.of("app", 30), Map.of("reports", 8));
		ConnectionBudget budget = ConnectionBudget.of(List.of(MAIN, REPORTING), 2, Map.of("db:5432", narrow));
		assertThat(budget.exceeded()).singleElement()
			.satisfies((server) -> assertThat(server.left()).isPositive())
			.satisfies((server) -> assertThat(server.describe()).contains(
					"the role 'app' has CONNECTION LIMIT 30, and its pools (main) may ask for 40",
					"the database 'reports' has CONNECTION LIMIT 8, and its pools (reporting) may ask for 18"));
	}

	@Test
	void hugeNumbersDoNotOverflow() {
		PoolShare huge = new PoolShare("main", "db:5432", null, null, Integer.MAX_VALUE);
		assertThat(budget(1000, huge).servers().get(0).needed()).isEqualTo(1000L * Integer.MAX_VALUE);
	}

	private ConnectionBudget budget(int instances, PoolShare... shares) {
		return ConnectionBudget.of(List.of(shares), instances, Map.of("db:5432", LIMITS));
	}

}
