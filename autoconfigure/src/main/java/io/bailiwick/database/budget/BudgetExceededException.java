package io.bailiwick.database.budget;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Thrown when the pools of all instances may open more connections than a server gives;
 * the application has not started.
 */
public class BudgetExceededException extends FailureAnalyzedException {

	private static final String ACTION = "Lower 'maximum-pool-size' of the pools above ('spring.datasource.hikari.*' for main, "
			+ "'bailiwick.databases.<name>.pool.*' for others, 'bailiwick.domains.<name>.pool.*' for a domain's own), raise the limit on the server, or correct "
			+ "'bailiwick.instances'. A rolling update runs more instances than that for a while.";

	private final String description;

	/**
	 * Create an exception that shows the arithmetic.
	 * @param exceeded the servers on which the pools do not fit, at least one
	 */
	public BudgetExceededException(List<ServerBudget> exceeded) {
		this("The connection pools may ask for more connections than their server gives.%n%n%s"
			.formatted(exceeded.stream()
				.map(ServerBudget::describe)
				.collect(Collectors.joining(System.lineSeparator().repeat(2)))));
	}

	private BudgetExceededException(String description) {
		super(description, ACTION + " 'bailiwick.budget=warn' starts the application nevertheless.");
		this.description = description;
	}

	String asWarning() {
		return this.description + System.lineSeparator().repeat(2) + ACTION;
	}

}
