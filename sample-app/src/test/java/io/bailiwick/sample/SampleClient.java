package io.bailiwick.sample;

import java.util.UUID;

import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/**
 * What a client of the sample does all the time. The database outlives a run of the
 * tests, so everything it creates gets a new name.
 */
@Lazy
class SampleClient {

	private final RestTestClient http;

	SampleClient(Environment environment) {
		String port = environment.getRequiredProperty("local.server.port");
		this.http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	ResponseSpec get(String path, Object... variables) {
		return this.http.get().uri(path, variables).exchange();
	}

	ResponseSpec delete(String path, Object... variables) {
		return this.http.delete().uri(path, variables).exchange();
	}

	ResponseSpec post(String path, String json) {
		return this.http.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(json).exchange();
	}

	RestTestClient http() {
		return this.http;
	}

	String newEmail() {
		return UUID.randomUUID() + "@example.com";
	}

	String newUser() {
		return created(post("/users", "{'email': '%s', 'name': 'Ada'}".formatted(newEmail()).replace('\'', '"')));
	}

	String newWallet(String currency) {
		return newWallet(newUser(), currency);
	}

	String newWallet(String user, String currency) {
		return created(openWallet(user, currency));
	}

	String newWallet(String currency, long balance) {
		String wallet = newWallet(currency);
		created(deposit(wallet, balance));
		return wallet;
	}

	ResponseSpec openWallet(String user, String currency) {
		return post("/wallets", "{'userId': '%s', 'currency': '%s'}".formatted(user, currency).replace('\'', '"'));
	}

	ResponseSpec deposit(String wallet, long amount) {
		return deposit(wallet, amount, UUID.randomUUID().toString());
	}

	ResponseSpec deposit(String wallet, long amount, String reference) {
		return post("/wallets/" + wallet + "/deposits",
				"{'amount': %d, 'reference': '%s'}".formatted(amount, reference).replace('\'', '"'));
	}

	ResponseSpec transfer(String from, String to, long amount) {
		return post("/transfers", "{'fromWalletId': '%s', 'toWalletId': '%s', 'amount': %d}".formatted(from, to, amount)
			.replace('\'', '"'));
	}

	ResponseSpec transferOnce(String key, String from, String to, long amount) {
		return this.http.post()
			.uri("/transfers")
			.contentType(MediaType.APPLICATION_JSON)
			.header("Idempotency-Key", key)
			.body("{'fromWalletId': '%s', 'toWalletId': '%s', 'amount': %d}".formatted(from, to, amount)
				.replace('\'', '"'))
			.exchange();
	}

	long balance(String wallet) {
		return json(get("/wallets/{id}", wallet)).path("balance").asLong();
	}

	String created(ResponseSpec response) {
		response.expectStatus().isCreated();
		return json(response).path("id").asString();
	}

	String text(ResponseSpec response) {
		return String.valueOf(response.returnResult(String.class).getResponseBody());
	}

	JsonNode json(ResponseSpec response) {
		JsonNode body = response.returnResult(JsonNode.class).getResponseBody();
		if (body == null) {
			throw new AssertionError("A body was expected");
		}
		return body;
	}

}
