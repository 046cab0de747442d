package io.bailiwick.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.NearestName;
import io.bailiwick.transaction.guard.AllowedWrite;
import io.bailiwick.transaction.guard.Guard;
import io.bailiwick.transaction.guard.GuardMode;
import io.bailiwick.transaction.guard.GuardSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * How strict the guards of transactions are.
 *
 * @param secondDatabase what happens when a second database is written inside a writing
 * transaction on a first one
 * @param secondDatabaseAllowed what may do that
 * @param requiresNew what happens when a thread that has a transaction open begins
 * another one on the same, exhausted pool
 * @param noTransaction what happens when a connection is used outside of any transaction
 * @param longTransaction what happens when a transaction is open for too long
 * @param longTransactionAfter from which age on it is
 * @param repeatedStatements what happens when a text is executed too often in one
 * transaction
 * @param repeatedStatementsLimit how often it may be
 */
@ConfigurationProperties("bailiwick.guards")
public record GuardProperties(@DefaultValue("warn") GuardMode secondDatabase,
		@Nullable List<Allowed> secondDatabaseAllowed, @DefaultValue("warn") GuardMode requiresNew,
		@DefaultValue("off") GuardMode noTransaction, @DefaultValue("warn") GuardMode longTransaction,
		@DefaultValue("30s") Duration longTransactionAfter, @DefaultValue("off") GuardMode repeatedStatements,
		@DefaultValue("10") int repeatedStatementsLimit) {

	private static final String ALLOWED = "bailiwick.guards.second-database-allowed";

	/**
	 * Refuse what can not be meant, by the names of the properties.
	 */
	public GuardProperties {
		if (longTransactionAfter.toMillis() < 1) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.guards.long-transaction-after",
					longTransactionAfter, "It must be at least 1ms.");
		}
		if (repeatedStatementsLimit < 1) {
			throw new InvalidConfigurationPropertyValueException("bailiwick.guards.repeated-statements-limit",
					repeatedStatementsLimit, "It must be 1 or more.");
		}
	}

	GuardSettings settings(Domains domains) {
		return new GuardSettings(
				Map.of(Guard.SECOND_DATABASE, this.secondDatabase, Guard.REQUIRES_NEW, this.requiresNew,
						Guard.NO_TRANSACTION, this.noTransaction, Guard.LONG_TRANSACTION, this.longTransaction,
						Guard.REPEATED_STATEMENTS, this.repeatedStatements),
				allowed(domains), this.longTransactionAfter, this.repeatedStatementsLimit);
	}

	private List<AllowedWrite> allowed(Domains domains) {
		Set<String> known = new TreeSet<>(domains.names());
		known.add(Domain.MAIN_DATABASE);
		domains.forEach((domain) -> known.add(domain.database()));
		List<Allowed> entries = (this.secondDatabaseAllowed != null) ? this.secondDatabaseAllowed : List.of();
		List<AllowedWrite> allowed = new ArrayList<>();
		for (int i = 0; i < entries.size(); i++) {
			Allowed entry = entries.get(i);
			String name = ALLOWED + "[" + i + "]";
			allowed.add(new AllowedWrite(known(entry.from(), known, name + ".from"),
					known(entry.to(), known, name + ".to"), reason(entry.reason(), name + ".reason")));
		}
		return allowed;
	}

	private static String known(@Nullable String name, Set<String> known, String property) {
		if (!StringUtils.hasText(name)) {
			throw new DomainConfigurationException("'%s' is missing.".formatted(property),
					"Set it to the name of a domain, or of a database for all domains that live there.");
		}
		if (!known.contains(name)) {
			throw new DomainConfigurationException(
					"'%s' is '%s', and there is no such domain or database. There are: %s.".formatted(property, name,
							String.join(", ", known)),
					"Correct it, or remove the entry.%s".formatted(NearestName.hint(name, known)));
		}
		return name;
	}

	private static String reason(@Nullable String reason, String property) {
		if (!StringUtils.hasText(reason)) {
			throw new DomainConfigurationException(
					"'%s' is missing: writing in two databases is to be allowed, and nothing says why it does no harm if only one of them is committed."
						.formatted(property),
					"Write down the reason, for those who come after you.");
		}
		return reason;
	}

	/**
	 * What may write in a second database.
	 *
	 * @param from domain or database of the outer transaction
	 * @param to domain or database that may be written inside of it
	 * @param reason why it does no harm if only one of the two is committed
	 */
	public record Allowed(@Nullable String from, @Nullable String to, @Nullable String reason) {

	}

}
