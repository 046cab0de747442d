package io.bailiwick.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.bailiwick.domain.OfDomain;
import io.bailiwick.sample.users.UserService;
import io.bailiwick.sample.wallets.WalletService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SampleTest
class ConcurrencyIntegrationTests {

	private static final int THREADS = 8;

	private static final int TRANSFERS_PER_THREAD = 50;

	@Autowired
	private SampleClient client;

	@Autowired
	private UserService userService;

	@Autowired
	private WalletService walletService;

	@Autowired
	@OfDomain("transfers")
	private JdbcClient jdbc;

	@Autowired
	@OfDomain("transfers")
	private TransactionTemplate transactions;

	@Test
	void moneyIsNeitherLostNorMadeByOppositeTransfers() throws Exception {
		List<String> wallets = List.of(this.client.newWallet("EUR", 500), this.client.newWallet("EUR", 500),
				this.client.newWallet("EUR", 500));
		List<Callable<Integer>> clients = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int seed = i;
			clients.add(() -> transferAtRandom(wallets, new Random(seed)));
		}
		int made = 0;
		for (Integer count : inParallel(clients)) {
			made += count;
		}
		assertThat(made).isPositive().isLessThan(THREADS * TRANSFERS_PER_THREAD);
		assertThat(wallets).extracting(this.client::balance).allMatch((balance) -> balance >= 0);
		assertThat(wallets.stream().mapToLong(this.client::balance).sum()).isEqualTo(1500);
		assertThat(wallets).allSatisfy((wallet) -> assertThat(this.client.balance(wallet)).isEqualTo(audit(wallet)));
		assertThat(transfersOf(wallets)).isEqualTo(made);
	}

	@Test
	void anAddressGoesToOneOfManyWhoAskAtOnce() throws Exception {
		String body = """
				{"email": "%s", "name": "Ada"}""".formatted(this.client.newEmail());
		List<Integer> statuses = inParallel(
				Collections.nCopies(THREADS, () -> status(this.client.post("/users", body))));
		assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
	}

	@Test
	void aPaymentIsCreditedOnceToThoseWhoAskAtOnce() throws Exception {
		String wallet = this.client.newWallet("EUR");
		String reference = UUID.randomUUID().toString();
		List<Integer> statuses = inParallel(
				Collections.nCopies(THREADS, () -> status(this.client.deposit(wallet, 7, reference))));
		assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
		assertThat(this.client.balance(wallet)).isEqualTo(7);
	}

	@Test
	void oneOfManyTransfersWithTheSameKeyMovesMoneyAndAllAreAnsweredAlike() throws Exception {
		String from = this.client.newWallet("EUR", 1000);
		String to = this.client.newWallet("EUR");
		String key = UUID.randomUUID().toString();
		List<String> answers = inParallel(Collections.nCopies(16, () -> {
			ResponseSpec response = this.client.transferOnce(key, from, to, 300);
			return status(response) + this.client.text(response);
		}));
		assertThat(answers).hasSize(16)
			.allMatch(answers.get(0)::equals)
			.allMatch((answer) -> answer.startsWith("201{"));
		assertThat(this.client.balance(from)).isEqualTo(700);
		assertThat(this.client.balance(to)).isEqualTo(300);
		assertThat(transfersOf(List.of(from))).isOne();
	}

	@Test
	void moneyStaysWhereItWasWhenTheTransferIsRolledBack() {
		String from = this.client.newWallet("EUR", 100);
		String to = this.client.newWallet("EUR");
		this.transactions.executeWithoutResult((transaction) -> {
			this.walletService.move(UUID.fromString(from), UUID.fromString(to), 60, null);
			assertThat(this.jdbc.sql("select balance from wallets.wallets where id = ?::uuid")
				.param(to)
				.query(Long.class)
				.single()).isEqualTo(60);
			transaction.setRollbackOnly();
		});
		assertThat(this.client.balance(from)).isEqualTo(100);
		assertThat(this.client.balance(to)).isZero();
	}

	@Test
	void moneyMovesInATransactionOnly() {
		UUID from = UUID.fromString(this.client.newWallet("EUR", 100));
		UUID to = UUID.fromString(this.client.newWallet("EUR"));
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.walletService.move(from, to, 60, null));
	}

	@Test
	void aUserCannotBeDeletedWhileAWalletIsBeingOpened() throws Exception {
		String user = this.client.newUser();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<Integer> deletion = this.transactions.execute((transaction) -> {
				this.userService.holdActive(UUID.fromString(user));
				int holder = this.jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
				Future<Integer> started = executor.submit(() -> status(this.client.delete("/users/{id}", user)));
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> someoneWaitsFor(holder));
				assertThat(started).isNotDone();
				return started;
			});
			assertThat(deletion.get(30, TimeUnit.SECONDS)).isEqualTo(204);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private int transferAtRandom(List<String> wallets, Random random) {
		int made = 0;
		for (int i = 0; i < TRANSFERS_PER_THREAD; i++) {
			int from = random.nextInt(wallets.size());
			int to = (from + 1 + random.nextInt(wallets.size() - 1)) % wallets.size();
			int status = status(this.client.transfer(wallets.get(from), wallets.get(to), 1 + random.nextInt(400)));
			assertThat(status).isIn(201, 422);
			made += (status == 201) ? 1 : 0;
		}
		return made;
	}

	private int status(ResponseSpec response) {
		return response.returnResult().getStatus().value();
	}

	private <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private long audit(String wallet) {
		return this.jdbc.sql("""
				select coalesce((select sum(amount) from wallets.deposits where wallet_id = w.id), 0)
					+ coalesce((select sum(amount) from transfers.transfers where to_wallet_id = w.id), 0)
					- coalesce((select sum(amount) from transfers.transfers where from_wallet_id = w.id), 0)
				from wallets.wallets w where w.id = ?::uuid""").param(wallet).query(Long.class).single();
	}

	private int transfersOf(List<String> wallets) {
		return this.jdbc.sql("select count(*) from transfers.transfers where from_wallet_id::text in (:wallets)")
			.param("wallets", wallets)
			.query(Integer.class)
			.single();
	}

	private boolean someoneWaitsFor(int holder) {
		return this.jdbc.sql("select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))")
			.param(holder)
			.query(Integer.class)
			.single() > 0;
	}

}
