package io.bailiwick.migration.adopt;

import java.util.List;

import io.bailiwick.migration.history.TableName;

/**
 * What adoption means for one domain.
 *
 * @param domain the name of the domain
 * @param history the table of its history
 * @param adopted whether its history says so already, so that nothing is to be written
 * @param rows the rows of its history, in their order
 * @param counted the files that count as applied without a row of their own, because a
 * baseline stands for them
 * @param pending the files that count as not applied, and will run
 */
public record DomainAdoption(String domain, TableName history, boolean adopted, List<AdoptedRow> rows,
		List<String> counted, List<String> pending) {

	/**
	 * Create an adoption.
	 */
	public DomainAdoption {
		rows = List.copyOf(rows);
		counted = List.copyOf(counted);
		pending = List.copyOf(pending);
	}

}
