package io.bailiwick.benchmarks.startup;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application that is started, the same for both: it does not know whether the
 * starter is on its class path.
 */
@SpringBootApplication
@RestController
public class BenchmarkApplication {

	private final JdbcClient jdbcClient;

	BenchmarkApplication(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	/**
	 * Run the application.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(BenchmarkApplication.class, args);
	}

	@GetMapping("/transfers/count")
	long transfers() {
		return this.jdbcClient.sql("SELECT count(*) FROM transfers.transfers").query(Long.class).single();
	}

}
