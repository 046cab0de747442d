package io.bailiwick.sample;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class SampleApplicationIntegrationTests {

	@Autowired
	private SampleClient client;

	@Test
	void aUserCanBeReadWhereTheLocationSays() {
		String email = this.client.newEmail();
		ResponseSpec response = this.client.post("/users", """
				{"email": "%s", "name": "Ada"}""".formatted(email));
		response.expectStatus().isCreated();
		URI location = response.returnResult().getResponseHeaders().getLocation();
		JsonNode user = this.client.json(this.client.get(String.valueOf(location)));
		assertThat(location).hasPath("/users/" + user.path("id").asString());
		assertThat(user.path("email").asString()).isEqualTo(email);
		assertThat(user.path("name").asString()).isEqualTo("Ada");
		assertThat(user.path("status").asString()).isEqualTo("active");
		assertThat(user.path("createdAt").asString()).endsWith("Z");
	}

	@Test
	void keysOfUsersAreOrderedByTime() {
		List<String> ids = List.of(this.client.newUser(), this.client.newUser(), this.client.newUser());
		assertThat(ids).isSorted().allSatisfy((id) -> assertThat(id.charAt(14)).isEqualTo('7'));
	}

	@Test
	void aDeletedUserCanStillBeReadAndBeDeletedAgain() {
		String user = this.client.newUser();
		this.client.delete("/users/{id}", user).expectStatus().isNoContent();
		JsonNode deleted = this.client.json(this.client.get("/users/{id}", user));
		assertThat(deleted.path("status").asString()).isEqualTo("deleted");
		assertThat(deleted.path("updatedAt").asString()).isGreaterThan(deleted.path("createdAt").asString());
		this.client.delete("/users/{id}", user).expectStatus().isNoContent();
		assertThat(this.client.json(this.client.get("/users/{id}", user))).isEqualTo(deleted);
	}

	@Test
	void aWalletStartsEmptyAndHoldsWhatIsDeposited() {
		String user = this.client.newUser();
		String wallet = this.client.newWallet(user, "EUR");
		assertThat(this.client.balance(wallet)).isZero();
		this.client.created(this.client.deposit(wallet, 1050));
		this.client.created(this.client.deposit(wallet, 50));
		JsonNode found = this.client.json(this.client.get("/wallets/{id}", wallet));
		assertThat(found.path("userId").asString()).isEqualTo(user);
		assertThat(found.path("currency").asString()).isEqualTo("EUR");
		assertThat(found.path("balance").asLong()).isEqualTo(1100);
	}

	@Test
	void aTransferDebitsAndCredits() {
		String from = this.client.newWallet("EUR", 1000);
		String to = this.client.newWallet("EUR");
		ResponseSpec response = this.client.post("/transfers", """
				{"fromWalletId": "%s", "toWalletId": "%s", "amount": 300, "currency": "EUR", "note": "rent"}"""
			.formatted(from, to));
		response.expectStatus().isCreated();
		URI location = response.returnResult().getResponseHeaders().getLocation();
		JsonNode transfer = this.client.json(this.client.get(String.valueOf(location)));
		assertThat(location).hasPath("/transfers/" + transfer.path("id").asString());
		assertThat(transfer.path("fromWalletId").asString()).isEqualTo(from);
		assertThat(transfer.path("toWalletId").asString()).isEqualTo(to);
		assertThat(transfer.path("amount").asLong()).isEqualTo(300);
		assertThat(transfer.path("currency").asString()).isEqualTo("EUR");
		assertThat(transfer.path("note").asString()).isEqualTo("rent");
		assertThat(this.client.balance(from)).isEqualTo(700);
		assertThat(this.client.balance(to)).isEqualTo(300);
	}

	@Test
	void allMoneyCanBeSent() {
		String from = this.client.newWallet("JPY", Long.MAX_VALUE);
		String to = this.client.newWallet("JPY");
		this.client.created(this.client.transfer(from, to, Long.MAX_VALUE));
		assertThat(this.client.balance(from)).isZero();
		assertThat(this.client.balance(to)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void transfersOfAWalletAreListedByPageAndNewestFirst() {
		String wallet = this.client.newWallet("EUR", 1000);
		String other = this.client.newWallet("EUR", 1000);
		String first = this.client.created(this.client.transfer(wallet, other, 1));
		String second = this.client.created(this.client.transfer(other, wallet, 2));
		String third = this.client.created(this.client.transfer(wallet, other, 3));
		this.client.created(this.client.transfer(other, this.client.newWallet("EUR"), 4));
		assertThat(page(wallet, 0, 2)).isEqualTo(List.of(third, second, "hasNext"));
		assertThat(page(wallet, 1, 2)).isEqualTo(List.of(first));
		assertThat(page(wallet, 2, 2)).isEmpty();
		assertThat(page(wallet, 0, 3)).isEqualTo(List.of(third, second, first));
		JsonNode byDefault = this.client.json(this.client.get("/wallets/{id}/transfers", wallet));
		assertThat(byDefault.path("transfers").size()).isEqualTo(3);
		assertThat(byDefault.path("page").asInt()).isZero();
		assertThat(byDefault.path("size").asInt()).isEqualTo(20);
	}

	@Test
	void aRepeatedTransferWithTheSameKeyMovesMoneyOnceAndIsAnsweredAlike() {
		String from = this.client.newWallet("EUR", 1000);
		String to = this.client.newWallet("EUR");
		String key = UUID.randomUUID().toString();
		ResponseSpec first = this.client.transferOnce(key, from, to, 300);
		first.expectStatus().isCreated();
		ResponseSpec second = this.client.transferOnce(key, from, to, 300);
		second.expectStatus().isCreated();
		assertThat(second.returnResult().getResponseHeaders().getLocation())
			.isEqualTo(first.returnResult().getResponseHeaders().getLocation());
		String body = this.client.text(first);
		assertThat(this.client.text(second)).isEqualTo(body).contains("\"amount\":300");
		assertThat(this.client.balance(from)).isEqualTo(700);
		this.client.transferOnce(UUID.randomUUID().toString(), from, to, 300).expectStatus().isCreated();
		assertThat(this.client.balance(from)).isEqualTo(400);
	}

	@Test
	void transfersAreFoundByWhatIsKnownOfThem() {
		String wallet = this.client.newWallet("EUR", 1000);
		String other = this.client.newWallet("EUR", 1000);
		String first = this.client.created(this.client.transfer(wallet, other, 10));
		String second = this.client.created(this.client.transfer(other, wallet, 20));
		String third = this.client.created(this.client.transfer(wallet, other, 30));
		String elsewhere = this.client.created(this.client.transfer(other, this.client.newWallet("EUR"), 40));
		assertThat(found("walletId=" + wallet)).containsExactly(third, second, first);
		assertThat(found("walletId=" + wallet + "&minAmount=20")).containsExactly(third, second);
		assertThat(found("walletId=" + wallet + "&size=2")).containsExactly(third, second, "hasNext");
		assertThat(found("walletId=" + wallet + "&size=2&page=1")).containsExactly(first);
		assertThat(found("walletId=" + UUID.randomUUID())).isEmpty();
		String time = this.client.json(this.client.get("/transfers/{id}", second)).path("createdAt").asString();
		assertThat(found("walletId=" + wallet + "&from=" + time)).containsExactly(third, second);
		assertThat(found("walletId=" + wallet + "&to=" + time)).containsExactly(first);
		assertThat(found("walletId=" + wallet + "&from=" + time + "&to=" + time)).isEmpty();
		assertThat(found("size=1")).startsWith(elsewhere);
		assertThat(found("size=2&minAmount=30&from=" + time + "&walletId=")).startsWith(elsewhere, third);
		assertThat(page(this.client.json(this.client.get("/transfers?walletId={id}&from={from}&to={to}", wallet,
				OffsetDateTime.MIN, OffsetDateTime.MAX))))
			.hasSize(3);
		JsonNode transfer = this.client.json(this.client.get("/transfers?walletId={id}&size=1", wallet))
			.path("transfers")
			.path(0);
		assertThat(transfer).isEqualTo(this.client.json(this.client.get("/transfers/{id}", third)));
	}

	private List<String> found(String query) {
		return page(this.client.json(this.client.get("/transfers?" + query)));
	}

	private List<String> page(String wallet, int page, int size) {
		return page(this.client
			.json(this.client.get("/wallets/{id}/transfers?page={page}&size={size}", wallet, page, size)));
	}

	private static List<String> page(JsonNode found) {
		List<String> ids = new ArrayList<>();
		found.path("transfers").forEach((transfer) -> ids.add(transfer.path("id").asString()));
		if (found.path("hasNext").asBoolean()) {
			ids.add("hasNext");
		}
		return ids;
	}

}
