package io.bailiwick.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ProblemIntegrationTests {

	@Autowired
	private SampleClient client;

	@Test
	void anEmailIsTakenWhateverItsCaseAndEvenIfItsUserIsDeleted() {
		String email = this.client.newEmail();
		String user = this.client.created(this.client.post("/users", user(email, "Ada")));
		assertProblem(this.client.post("/users", user(email.toUpperCase(), "Eve")), 409, "email-taken");
		this.client.delete("/users/{id}", user);
		assertProblem(this.client.post("/users", user(email, "Eve")), 409, "email-taken");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"email": "ada", "name": "Ada"}                       | email
			{"email": "ada@example.com\\u0000", "name": "Ada"}    | email
			{"email": "ada@example.com", "name": " "}             | name
			{"email": "ada@example.com", "name": "A\\u0000"}      | name
			{"email": "ada@example.com", "name": "A\\ud800"}      | name
			{"email": "ada@example.com", "name": {}}              | name
			{"email": "ada@example.com"}                          | name
			{"email": "ada", "name": ""}                          | email,name
			{}                                                    | email,name
			""")
	void aUserNeedsAnEmailAndAName(String body, String fields) {
		assertInvalid(this.client.post("/users", body), fields.split(","));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"userId": "%s", "currency": "EURO"} | currency
			{"userId": "%s", "currency": "eur"}  | currency
			{"userId": "%s", "currency": "ZZZ"}  | currency
			{"userId": "%s"}                     | currency
			{"userId": "1", "currency": "EUR"}   | userId
			{"currency": "EUR"}                  | userId
			""")
	void aWalletNeedsAUserAndACurrencyThatExists(String body, String field) {
		assertInvalid(this.client.post("/wallets", body.formatted(UUID.randomUUID())), field);
	}

	@Test
	void aWalletNeedsAUserWhoExistsAndIsNotDeleted() {
		assertProblem(this.client.openWallet(UUID.randomUUID().toString(), "EUR"), 404, "user-not-found");
		String user = this.client.newUser();
		this.client.delete("/users/{id}", user);
		assertProblem(this.client.openWallet(user, "EUR"), 422, "user-deleted");
	}

	@Test
	void aKeyIsForOneRequest() {
		String from = this.client.newWallet("EUR", 1000);
		String to = this.client.newWallet("EUR");
		String key = UUID.randomUUID().toString();
		this.client.transferOnce(key, from, to, 300).expectStatus().isCreated();
		assertProblem(this.client.transferOnce(key, from, to, 301), 422, "idempotency-key-reused");
		assertProblem(this.client.transferOnce(key, to, from, 300), 422, "idempotency-key-reused");
		assertThat(this.client.balance(from)).isEqualTo(700);
	}

	@Test
	void aRefusedTransferUsesUpNoKey() {
		String from = this.client.newWallet("EUR", 100);
		String to = this.client.newWallet("EUR");
		String key = UUID.randomUUID().toString();
		assertProblem(this.client.transferOnce(key, from, to, 300), 422, "insufficient-funds");
		this.client.created(this.client.deposit(from, 200));
		this.client.transferOnce(key, from, to, 300).expectStatus().isCreated();
		assertThat(this.client.balance(from)).isZero();
	}

	@Test
	void aKeyIsAShortVisibleText() {
		String from = this.client.newWallet("EUR", 1000);
		String to = this.client.newWallet("EUR");
		for (String key : List.of("", "   ", "k".repeat(256), "k".repeat(7000), "tab\tinside")) {
			assertInvalid(this.client.transferOnce(key, from, to, 300), "Idempotency-Key");
		}
		this.client.transferOnce("k".repeat(219) + UUID.randomUUID(), from, to, 300).expectStatus().isCreated();
		assertThat(this.client.balance(from)).isEqualTo(700);
	}

	@ParameterizedTest
	@CsvSource({ "walletId=1, walletId", "from=yesterday, from", "to=2026-01-31, to", "minAmount=1.5, minAmount",
			"size=0, size", "page=-1, page" })
	void aFilterThatCanNotBeReadIsNamed(String query, String field) {
		assertInvalid(this.client.get("/transfers?" + query), field);
	}

	@ParameterizedTest
	@CsvSource({ "0", "-1", "1.5", "1.0", "\"1\"", "true", "null", "9223372036854775808", "1e30" })
	void anAmountIsAPositiveWholeNumberOf64Bits(String amount) {
		String wallet = this.client.newWallet("EUR", 100);
		String other = this.client.newWallet("EUR");
		assertInvalid(this.client.post("/wallets/" + wallet + "/deposits", """
				{"amount": %s, "reference": "%s"}""".formatted(amount, UUID.randomUUID())), "amount");
		assertInvalid(this.client.post("/transfers", """
				{"fromWalletId": "%s", "toWalletId": "%s", "amount": %s}""".formatted(wallet, other, amount)),
				"amount");
		assertThat(this.client.balance(wallet)).isEqualTo(100);
	}

	@Test
	void aPaymentIsCreditedOnce() {
		String wallet = this.client.newWallet("EUR");
		String reference = UUID.randomUUID().toString();
		this.client.created(this.client.deposit(wallet, 100, reference));
		assertProblem(this.client.deposit(wallet, 100, reference), 409, "deposit-taken");
		assertProblem(this.client.deposit(this.client.newWallet("EUR"), 100, reference), 409, "deposit-taken");
		assertThat(this.client.balance(wallet)).isEqualTo(100);
	}

	@Test
	void aRefusedDepositLeavesItsReferenceFree() {
		String wallet = this.client.newWallet("EUR", Long.MAX_VALUE - 10);
		String reference = UUID.randomUUID().toString();
		assertProblem(this.client.deposit(wallet, 11, reference), 422, "balance-overflow");
		assertThat(this.client.balance(wallet)).isEqualTo(Long.MAX_VALUE - 10);
		this.client.created(this.client.deposit(wallet, 10, reference));
	}

	@Test
	void aTransferNeedsFunds() {
		String from = this.client.newWallet("EUR", 100);
		String to = this.client.newWallet("EUR");
		assertProblem(this.client.transfer(from, to, 101), 422, "insufficient-funds");
		assertThat(this.client.balance(from)).isEqualTo(100);
		assertThat(this.client.balance(to)).isZero();
		assertThat(this.client.json(this.client.get("/wallets/{id}/transfers", from)).path("transfers").isEmpty())
			.isTrue();
	}

	@Test
	void aTransferNeedsRoomForTheMoney() {
		String from = this.client.newWallet("EUR", 2);
		String to = this.client.newWallet("EUR", Long.MAX_VALUE - 1);
		assertProblem(this.client.transfer(from, to, 2), 422, "balance-overflow");
		assertThat(this.client.balance(from)).isEqualTo(2);
	}

	@Test
	void aTransferNeedsTwoWalletsOfOneCurrency() {
		String euros = this.client.newWallet("EUR", 100);
		String moreEuros = this.client.newWallet("EUR");
		String yen = this.client.newWallet("JPY");
		assertProblem(this.client.transfer(euros, euros, 1), 422, "same-wallet");
		assertProblem(this.client.transfer(euros, yen, 1), 422, "currency-mismatch");
		assertProblem(this.client.post("/transfers", """
				{"fromWalletId": "%s", "toWalletId": "%s", "amount": 1, "currency": "USD"}""".formatted(euros,
				moreEuros)), 422, "currency-mismatch");
	}

	@Test
	void aTransferNeedsAReadableNote() {
		String body = """
				{"fromWalletId": "%s", "toWalletId": "%s", "amount": 1, "note": "%s"}""";
		for (String note : List.of("", " ", "\\u0000", "n".repeat(201))) {
			assertInvalid(this.client.post("/transfers", body.formatted(UUID.randomUUID(), UUID.randomUUID(), note)),
					"note");
		}
	}

	@Test
	void whatIsUnknownIsNotFound() {
		String unknown = UUID.randomUUID().toString();
		String wallet = this.client.newWallet("EUR", 100);
		assertProblem(this.client.get("/users/{id}", unknown), 404, "user-not-found");
		assertProblem(this.client.delete("/users/{id}", unknown), 404, "user-not-found");
		assertProblem(this.client.get("/wallets/{id}", unknown), 404, "wallet-not-found");
		assertProblem(this.client.get("/wallets/{id}/transfers", unknown), 404, "wallet-not-found");
		assertProblem(this.client.deposit(unknown, 1), 404, "wallet-not-found");
		assertProblem(this.client.transfer(unknown, wallet, 1), 404, "wallet-not-found");
		assertProblem(this.client.transfer(wallet, unknown, 1), 404, "wallet-not-found");
		assertProblem(this.client.get("/transfers/{id}", unknown), 404, "transfer-not-found");
	}

	@ParameterizedTest
	@CsvSource({ "page,-1", "page,1001", "page,x", "page,99999999999", "size,0", "size,101", "size,1.5" })
	void pagesAreBounded(String parameter, String value) {
		assertInvalid(
				this.client.get("/wallets/{id}/transfers?{parameter}={value}", UUID.randomUUID(), parameter, value),
				parameter);
	}

	@ParameterizedTest
	@CsvSource({ "/users/1", "/wallets/x", "/wallets/x/transfers", "/transfers/null" })
	void anIdIsAUuid(String path) {
		assertInvalid(this.client.get(path), "id");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{", "[]", "null", "``", "1", "{\"email\": }", "{\"email\": \"a" })
	void aBodyIsAJsonObject(String body) {
		assertProblem(this.client.post("/users", body), 400, "malformed-request");
	}

	@Test
	void whatHttpRefusesIsAProblemToo() {
		assertProblem(this.client.get("/nothing"), 404, "not-found");
		assertProblem(this.client.delete("/transfers"), 405, "method-not-allowed");
		assertProblem(this.client.http().post().uri("/users").contentType(MediaType.TEXT_PLAIN).body("Ada").exchange(),
				415, "unsupported-media-type");
		assertProblem(this.client.http()
			.get()
			.uri("/users/{id}", this.client.newUser())
			.accept(MediaType.IMAGE_PNG)
			.exchange(), 406, "not-acceptable");
	}

	private void assertInvalid(ResponseSpec response, String... fields) {
		JsonNode problem = assertProblem(response, 400, "invalid-request");
		List<String> found = new ArrayList<>();
		for (JsonNode error : problem.path("errors")) {
			found.add(error.path("field").asString());
			assertThat(error.path("message").asString()).contains("must").doesNotContain("java");
		}
		assertThat(found).as(problem.toString()).containsOnly(fields);
	}

	private JsonNode assertProblem(ResponseSpec response, int status, String name) {
		response.expectStatus().isEqualTo(status);
		response.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
		JsonNode problem = this.client.json(response);
		assertThat(problem.path("type").asString()).isEqualTo("urn:bailiwick:problem:" + name);
		assertThat(problem.path("title").asString()).isNotBlank();
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("detail").asString()).isNotBlank();
		assertThat(problem.path("instance").asString()).startsWith("/");
		return problem;
	}

	private String user(String email, String name) {
		return """
				{"email": "%s", "name": "%s"}""".formatted(email, name);
	}

}
