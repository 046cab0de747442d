package io.bailiwick.transaction;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * What a unit of work asks of its transaction, beyond what Spring has words for: a
 * timeout in milliseconds, and the id of the transaction.
 */
final class UnitDefinition extends DefaultTransactionDefinition {

	private static final String NAME_PREFIX = "bailiwick:";

	private static final int MILLIS_PER_SECOND = 1000;

	private int timeoutMillis;

	private boolean identified;

	private UnitDefinition(TransactionDefinition settings) {
		super(settings);
	}

	static UnitDefinition of(String domain, TransactionDefinition settings) {
		UnitDefinition definition = new UnitDefinition(settings);
		definition.setName(NAME_PREFIX + domain);
		if (settings.getTimeout() > 0) {
			definition.setTimeoutMillis(Math.multiplyExact(settings.getTimeout(), MILLIS_PER_SECOND));
		}
		return definition;
	}

	/**
	 * Tell the transactions of {@link Transactions} from others.
	 */
	static boolean isNameOfUnit(@Nullable String transactionName) {
		return transactionName != null && transactionName.startsWith(NAME_PREFIX);
	}

	/**
	 * Create a copy that differs.
	 */
	UnitDefinition with(Consumer<UnitDefinition> change) {
		UnitDefinition copy = new UnitDefinition(this);
		copy.timeoutMillis = this.timeoutMillis;
		copy.identified = this.identified;
		change.accept(copy);
		return copy;
	}

	/**
	 * How long the transaction may last, or 0 if nothing is said.
	 */
	int timeoutMillis() {
		return this.timeoutMillis;
	}

	void setTimeoutMillis(int millis) {
		this.timeoutMillis = millis;
		// For managers that know nothing shorter than a second.
		setTimeout((millis - 1) / MILLIS_PER_SECOND + 1);
	}

	boolean identified() {
		return this.identified;
	}

	void setIdentified(boolean identified) {
		this.identified = identified;
	}

}
