package io.bailiwick.sample.web;

import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemHandlerTests {

	private final RestTestClient client = RestTestClient.bindToController(new FailingController())
		.configureServer((server) -> server.setControllerAdvice(new ProblemHandler()))
		.build();

	@Test
	void whatNobodyExpectedTellsClientsNothingAboutTheInside() {
		assertProblem("/unexpected", 500, "internal-error");
	}

	@Test
	void aDatabaseThatDoesNotAnswerIsNoFaultOfTheRequest() {
		assertProblem("/unavailable", 503, "database-unavailable");
	}

	private void assertProblem(String path, int status, String name) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:bailiwick:problem:" + name)
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.instance")
			.isEqualTo(path)
			.consumeWith((result) -> assertThat(String.valueOf(result)).doesNotContain("secret"));
	}

	@RestController
	static class FailingController {

		@GetMapping("/unexpected")
		void unexpected() {
			throw new IllegalStateException("secret");
		}

		@GetMapping("/unavailable")
		void unavailable() {
			throw new DataAccessResourceFailureException("secret");
		}

	}

}
