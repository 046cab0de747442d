package io.bailiwick.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

import javax.sql.DataSource;

import io.bailiwick.database.error.PostgresExceptionTranslator;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * Asks a server what became of a transaction ({@code pg_xact_status} in the PostgreSQL
 * documentation, "Transaction ID and Snapshot Information Functions").
 */
final class OutcomeQuery {

	private static final String QUERY = "SELECT pg_xact_status(CAST(CAST(? AS text) AS xid8))";

	/**
	 * How a server answers that has not assigned such an id yet: one that took over and
	 * lacks the last transactions, for instance.
	 */
	private static final Set<String> IN_THE_FUTURE = Set.of("22023");

	private final DataSource dataSource;

	OutcomeQuery(DataSource dataSource) {
		// Not the domain's handle, which may mind who asks outside of a transaction.
		this.dataSource = (DataSource) TransactionSynchronizationUtils.unwrapResourceIfNecessary(dataSource);
	}

	TransactionOutcome ask(TransactionId id) {
		// Not the connection of a current transaction, which might be of no use any more.
		try (Connection connection = this.dataSource.getConnection()) {
			return (id.since() != 0) ? ask(connection, id, ServerLife.ask(connection)) : status(connection, id);
		}
		catch (SQLException ex) {
			throw PostgresExceptionTranslator.unnamed().translate("Asking for the outcome of a transaction", QUERY, ex);
		}
	}

	/**
	 * A server that has crashed since, or another one that has taken over, may have given
	 * the id to another transaction: that this one is committed says nothing then.
	 */
	private static TransactionOutcome ask(Connection connection, TransactionId id, ServerLife life)
			throws SQLException {
		if (!life.gave(id) && life.hasForgotten(id)) {
			return TransactionOutcome.ROLLED_BACK;
		}
		TransactionOutcome outcome = status(connection, id);
		boolean ambiguous = !life.gave(id) && !life.known();
		return (ambiguous && outcome == TransactionOutcome.COMMITTED) ? TransactionOutcome.UNKNOWN : outcome;
	}

	private static TransactionOutcome status(Connection connection, TransactionId id) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
			statement.setString(1, Long.toUnsignedString(id.value()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return outcome(row.getString(1));
			}
		}
		catch (SQLException ex) {
			if (SqlStates.contain(ex, IN_THE_FUTURE)) {
				return TransactionOutcome.UNKNOWN;
			}
			throw ex;
		}
	}

	private static TransactionOutcome outcome(@Nullable String status) {
		if (status == null) {
			return TransactionOutcome.UNKNOWN;
		}
		return switch (status) {
			case "committed" -> TransactionOutcome.COMMITTED;
			case "aborted" -> TransactionOutcome.ROLLED_BACK;
			case "in progress" -> TransactionOutcome.IN_PROGRESS;
			default -> TransactionOutcome.UNKNOWN;
		};
	}

}
