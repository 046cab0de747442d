package io.bailiwick.database.error;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

import io.bailiwick.database.role.PermissionDenied;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Translates what PostgreSQL reports into exceptions of this package, by the codes of the
 * PostgreSQL documentation, appendix A, and everything else as Spring does.
 * <p>
 * Each exception extends the one that Spring's default translator makes of the same
 * error. No message quotes rows, neither an exception's nor its cause's: the server's
 * detail is left out. The text of the statement is quoted as it was written.
 */
public final class PostgresExceptionTranslator implements SQLExceptionTranslator {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			PostgresExceptionTranslator.class.getClassLoader());

	private final SQLExceptionTranslator fallback = new SQLExceptionSubclassTranslator();

	private final @Nullable String domain;

	private final @Nullable String role;

	private final boolean rowValues;

	private PostgresExceptionTranslator(@Nullable String domain, @Nullable String role, boolean rowValues) {
		this.domain = domain;
		this.role = role;
		this.rowValues = rowValues;
	}

	/**
	 * Create a translator for connections that belong to no domain.
	 * @return the translator
	 */
	public static PostgresExceptionTranslator unnamed() {
		return new PostgresExceptionTranslator(null, null, false);
	}

	/**
	 * Create a translator for the connections of a domain.
	 * @param domain the name of the domain
	 * @param role the role that executes its statements, or {@code null} if it has none
	 * of its own
	 * @return the translator
	 */
	public static PostgresExceptionTranslator of(String domain, @Nullable String role) {
		Assert.hasText(domain, "'domain' must not be empty");
		return new PostgresExceptionTranslator(domain, role, false);
	}

	/**
	 * Leave the server's detail, which quotes rows, in the messages.
	 * @return a translator that tells all
	 */
	public PostgresExceptionTranslator withRowValues() {
		return new PostgresExceptionTranslator(this.domain, this.role, true);
	}

	@Override
	public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException failure) {
		SQLException told = (this.rowValues || !DRIVER_PRESENT) ? failure : WithoutRowValues.copy(failure);
		SQLException reported = (told instanceof BatchUpdateException && told.getNextException() != null)
				? told.getNextException() : told;
		String state = reported.getSQLState();
		DataAccessException typed = (state != null && !hasJdbcCategory(reported))
				? typed(ServerError.of(state, reported), task, sql, told) : null;
		return (typed != null) ? typed : this.fallback.translate(task, sql, told);
	}

	/**
	 * For these Spring goes by the class and not by the code. They come from pools, not
	 * from the driver.
	 */
	private static boolean hasJdbcCategory(SQLException failure) {
		return failure instanceof SQLTransientException || failure instanceof SQLNonTransientException
				|| failure instanceof SQLRecoverableException;
	}

	private @Nullable DataAccessException typed(ServerError error, String task, @Nullable String sql,
			SQLException told) {
		return switch (error.state()) {
			case "23505" -> new UniqueViolationException(
					message(error, sql, told, "A row with this key exists already: unique constraint '%s'%s"
						.formatted(error.constraint(), error.where())),
					error, told);
			case "23503",
					"23001" ->
				new ForeignKeyViolationException(message(error, sql, told,
						"The row that is referred to is missing, or still referred to: foreign key '%s'%s"
							.formatted(error.constraint(), error.where())),
						error, told);
			case "23514" -> new CheckViolationException(message(error, sql, told,
					"The row does not pass a check: constraint '%s'%s".formatted(error.constraint(), error.where())),
					error, told);
			case "23502" -> new NotNullViolationException(
					message(error, sql, told, "A value is missing: NOT NULL%s".formatted(error.where())), error, told);
			case "23P01" -> new ExclusionViolationException(
					message(error, sql, told, "The row conflicts with another: exclusion constraint '%s'%s"
						.formatted(error.constraint(), error.where())),
					error, told);
			case "40001" -> new SerializationFailureException(message(error, sql, told,
					"The transaction collided with another and was rolled back; it may be executed again as a whole"),
					told);
			case "40P01" -> new DeadlockException(message(error, sql, told,
					"Transactions waited for each other and this one was rolled back; it may be executed again as a whole"),
					told);
			case "42501" -> new PermissionDeniedException(message(error, sql, told, denied(told)), task,
					(sql != null) ? sql : "", told);
			case "53300" -> new TooManyConnectionsException(
					message(error, sql, told, "There is no connection left on the server"), told);
			case "57014" -> canceled(error, sql, told);
			case "57P01", "57P02", "57P03" -> new ServerShutdownException(
					message(error, sql, told,
							"The server ended the session, or accepts none now; an open transaction is rolled back"),
					told);
			case "57P05" -> new IdleSessionTimeoutException(
					message(error, sql, told, "The server ended the session, which was idle for too long"), told);
			default -> uncategorized(error, task, sql, told);
		};
	}

	private DataAccessException canceled(ServerError error, @Nullable String sql, SQLException told) {
		// With lc_messages in another language it can not be told from a cancel request.
		return error.message().contains("statement timeout")
				? new StatementTimeoutException(
						message(error, sql, told, "The statement took longer than 'statement_timeout' allows"), told)
				: new StatementCanceledException(message(error, sql, told, "The statement was canceled"), told);
	}

	private @Nullable DataAccessException uncategorized(ServerError error, String task, @Nullable String sql,
			SQLException told) {
		return switch (error.state()) {
			case "55P03" -> (error.message().contains("lock timeout"))
					? new LockTimeoutException(
							message(error, sql, told,
									"A lock could not be had within 'lock_timeout': another transaction holds it"),
							task, sql, told)
					: new LockNotAvailableException(
							message(error, sql, told, "A lock could not be had: another transaction holds it"), task,
							sql, told);
			case "25006" -> new ReadOnlyException(
					message(error, sql, told,
							"Nothing can be written here: the transaction is read-only, or the server is a standby"),
					task, sql, told);
			case "25P02" -> new TransactionAbortedException(message(error, sql, told,
					"The transaction can not go on, since a statement before this one failed; what may fail without harm belongs into a nested unit, at a savepoint"),
					task, sql, told);
			case "25P03" -> new IdleInTransactionTimeoutException(message(error, sql, told,
					"The server waited for the client longer than 'idle_in_transaction_session_timeout' allows and rolled back the transaction"),
					task, sql, told);
			case "25P04" -> new TransactionTimeoutException(
					message(error, sql, told,
							"The transaction took longer than 'transaction_timeout' allows and was rolled back"),
					task, sql, told);
			case "0A000" -> new FeatureNotSupportedException(
					message(error, sql, told, "The server does not support this"), task, sql, told);
			default -> null;
		};
	}

	private String denied(SQLException told) {
		String explanation = (this.role != null && this.domain != null)
				? PermissionDenied.explain(told, this.role, this.domain) : null;
		return (explanation != null) ? explanation
				: "The role that is connected has no permission for this; the grammar is all right";
	}

	private String message(ServerError error, @Nullable String sql, SQLException told, String what) {
		StringBuilder message = new StringBuilder();
		if (this.domain != null) {
			message.append("Domain '").append(this.domain).append("': ");
		}
		message.append(what)
			.append(" [SQLSTATE ")
			.append(error.state())
			.append(": ")
			.append((this.rowValues) ? told.getMessage() : error.message())
			.append(']');
		if (sql != null) {
			message.append("; SQL [").append(sql).append(']');
		}
		return message.toString();
	}

}
