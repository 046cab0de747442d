package io.bailiwick.sample;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ActuatorIntegrationTests {

	@Autowired
	private SampleClient client;

	@Test
	void theApplicationIsHealthy() {
		JsonNode health = this.client.json(this.client.get("/actuator/health"));
		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.path("components").has("db")).isTrue();
	}

	@Test
	void everyDomainIsReported() {
		assertThat(this.client.json(this.client.get("/actuator/domains")).toString()).contains("\"users\"",
				"\"wallets\"", "\"transfers\"");
	}

	@Test
	void theMigrationsOfEveryDomainAreReported() {
		assertThat(this.client.json(this.client.get("/actuator/flyway")).toString()).contains("V2__create_users.sql",
				"V2__create_deposits.sql", "V3__validate_transfers_note.sql");
	}

	@Test
	void prometheusReadsThePool() {
		String metrics = this.client.get("/actuator/prometheus").returnResult(String.class).getResponseBody();
		assertThat(metrics).contains("hikaricp_connections_max{", "jdbc_connections_max{");
	}

}
