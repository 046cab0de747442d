package io.bailiwick.migration.script.statement;

import java.sql.SQLException;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.callback.Statement;
import org.flywaydb.core.api.exception.FlywayBlockStatementExecutionException;
import org.flywaydb.core.api.resource.LoadableResource;

import org.springframework.util.Assert;

/**
 * Keeps a migration and its row in the history one transaction, whatever the file says: a
 * {@code BEGIN} at its beginning and a {@code COMMIT} at its end, which other tools want
 * there, are passed over; in any other place they fail it.
 * <p>
 * A migration that runs without a transaction may have as many as it likes. Belongs to
 * one Flyway, which runs one migration at a time.
 */
public final class TransactionStatements implements Callback {

	private final String domain;

	private TransactionFrame frame = new TransactionFrame();

	/**
	 * Create the callback of a domain.
	 * @param domain the name of the domain
	 */
	public TransactionStatements(String domain) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
	}

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE || event == Event.BEFORE_EACH_MIGRATE_STATEMENT;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		if (event == Event.BEFORE_EACH_MIGRATE) {
			this.frame = new TransactionFrame();
		}
		else if (context.getStatement() != null && isInTransaction(context)) {
			handle(context.getStatement(), context);
		}
	}

	private void handle(Statement statement, Context context) {
		TransactionFrame.Ruling ruling = this.frame.next(statement.getSql());
		if (ruling.objection() != null) {
			throw failure(context, ruling.objection());
		}
		if (!ruling.run()) {
			throw passOver("the migration is a transaction anyway, which is committed with its row in the history");
		}
	}

	private static FlywayBlockStatementExecutionException passOver(String why) {
		return new FlywayBlockStatementExecutionException(new ErrorDetails(CoreErrorCode.FAULT, why), why);
	}

	private StatementException failure(Context context, String what) {
		String script = context.getMigrationInfo().getScript();
		LoadableResource resource = context.getConfiguration().getResourceProvider().getResource(script);
		String file = (resource != null) ? resource.getAbsolutePath() : script;
		return new StatementException(
				"""
						The file '%s' of the domain '%s' meddles with the transaction that it runs in: %s.

						The whole file was rolled back and is not in the history; migrations that had been applied before it are kept."""
					.formatted(file, this.domain, what),
				"""
						Remove the statement: every file is one transaction already (one BEGIN at its beginning and one COMMIT at its end do no harm). \
						If its parts must be committed one by one, make a file of each, or have it run without a transaction: \
						write 'executeInTransaction=false' into '%s.conf'."""
					.formatted(file));
	}

	private static boolean isInTransaction(Context context) {
		try {
			return !context.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The connection of a migration is broken", ex);
		}
	}

	@Override
	public String getCallbackName() {
		return "bailiwick";
	}

}
