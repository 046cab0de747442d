package io.bailiwick.autoconfigure;

import io.bailiwick.database.budget.BudgetMode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the connection budget.
 *
 * @param instances how many instances of the application run at a time
 * @param budget what happens when the pools of all instances do not fit on a server
 */
@ConfigurationProperties("bailiwick")
public record BudgetProperties(@DefaultValue("1") int instances, @DefaultValue("warn") BudgetMode budget) {

	/**
	 * Refuse what can not be meant, by the names of the properties.
	 */
	public BudgetProperties {
		if (instances < 1) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.instances", instances,
					"It must be 1 or more.");
		}
	}

}
