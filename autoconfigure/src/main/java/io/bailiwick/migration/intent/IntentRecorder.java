package io.bailiwick.migration.intent;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.bailiwick.migration.history.TableName;
import io.bailiwick.migration.intent.StoppedException.Place;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.statement.ScriptStatement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Error;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.exception.FlywayBlockStatementExecutionException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.util.Assert;

/**
 * Notes in the database how far a file has come that runs without a transaction, and lets
 * it go on from there when it was interrupted or has failed. A file in a transaction
 * costs nothing.
 * <p>
 * A statement that a transaction can hold gets one of its own, which also notes that it
 * is done. Before any other a note says that it is running.
 * <p>
 * Belongs to one Flyway, which runs one migration at a time.
 */
public final class IntentRecorder implements Callback {

	private static final Log logger = LogFactory.getLog(IntentRecorder.class);

	private final String domain;

	private final DomainScripts scripts;

	private final Duration patience;

	private final UnaryOperator<String> readable;

	private @Nullable RunningScript running;

	private @Nullable Intent interrupted;

	private @Nullable Classified current;

	private @Nullable String noted;

	private String owner = "";

	private boolean role;

	private boolean recorded;

	private boolean ownTransaction;

	private boolean transactionOfFile;

	/**
	 * Create a recorder for the Flyway of a domain.
	 * @param domain the name of the domain
	 * @param scripts its files
	 * @param patience how long to wait for the server process of an interrupted statement
	 * @param readable takes the secrets out of a statement
	 */
	public IntentRecorder(String domain, DomainScripts scripts, Duration patience, UnaryOperator<String> readable) {
		Assert.notNull(domain, "'domain' must not be null");
		Assert.notNull(scripts, "'scripts' must not be null");
		this.domain = domain;
		this.scripts = scripts;
		this.patience = patience;
		this.readable = readable;
	}

	@Override
	public boolean supports(Event event, Context context) {
		return switch (event) {
			case BEFORE_EACH_MIGRATE, BEFORE_EACH_MIGRATE_STATEMENT, AFTER_EACH_MIGRATE_STATEMENT,
					AFTER_EACH_MIGRATE_STATEMENT_ERROR, AFTER_EACH_MIGRATE, AFTER_EACH_MIGRATE_ERROR,
					AFTER_MIGRATE_OPERATION_FINISH ->
				true;
			default -> false;
		};
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		try {
			IntentTable table = new IntentTable(history(context.getConfiguration()));
			switch (event) {
				case BEFORE_EACH_MIGRATE -> begin(table, context);
				case BEFORE_EACH_MIGRATE_STATEMENT -> before(table, context);
				case AFTER_EACH_MIGRATE_STATEMENT -> after(table, context.getConnection());
				case AFTER_EACH_MIGRATE_STATEMENT_ERROR -> failed(table, context);
				case AFTER_EACH_MIGRATE_ERROR -> giveUpTransaction(context.getConnection());
				case AFTER_EACH_MIGRATE -> end();
				default -> forget(table, context.getConnection());
			}
		}
		catch (SQLException ex) {
			throw new FlywayException("How far '%s' has come could not be noted: %s"
				.formatted((this.running != null) ? this.running.script() : this.domain, ex.getMessage()), ex);
		}
	}

	private void end() {
		this.recorded = this.noted != null;
	}

	private static TableName history(Configuration configuration) {
		return new TableName(configuration.getDefaultSchema(), configuration.getTable());
	}

	private void begin(IntentTable table, Context context) throws SQLException {
		Connection connection = context.getConnection();
		forget(table, connection);
		this.running = null;
		this.interrupted = null;
		this.noted = null;
		// Flyway has begun the transaction of a file that has one.
		if (!connection.getAutoCommit() || context.getConfiguration().isBatch()
				|| !connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
				|| !table.mayExist(connection)) {
			return;
		}
		RunningScript script = new RunningScript(context.getMigrationInfo().getScript(),
				context.getMigrationInfo().getChecksum());
		this.owner = currentRole(connection);
		this.role = false;
		this.interrupted = table.exists(connection) ? interrupted(table, script, context) : null;
		this.noted = (this.interrupted != null) ? script.script() : null;
		this.running = script;
	}

	private @Nullable Intent interrupted(IntentTable table, RunningScript script, Context context) throws SQLException {
		Connection connection = context.getConnection();
		new Leftovers(table.history()).cleanUp(connection, this.patience);
		if (!table.exists(connection)) {
			return null;
		}
		for (Intent intent : table.read(connection)) {
			if (intent.script().equals(script.script())) {
				check(table, intent, script, new Place(this.domain, this.scripts, context.getConfiguration()));
				logger.info(LogMessage.format("'%s' of the domain '%s' goes on after its statement %d", script.script(),
						this.domain, intent.done()));
				return intent;
			}
		}
		return null;
	}

	private void check(IntentTable table, Intent intent, RunningScript script, Place place) {
		if (!Objects.equals(intent.checksum(), script.checksum())
				&& (intent.error() == null || !beginsLike(intent, place))) {
			throw StoppedException.changed(table, intent, place);
		}
		if (intent.state() == Intent.State.RUNNING) {
			throw StoppedException.unknown(table, intent, place);
		}
	}

	/**
	 * Whoever corrects a file that has failed may do so from the failed statement on.
	 */
	private boolean beginsLike(Intent intent, Place place) {
		if (intent.done() == 0) {
			return true;
		}
		try {
			RunningScript now = new RunningScript(intent.script(), null);
			List<ScriptStatement> statements = place.statements(intent.script());
			for (int i = 0; i < intent.done() && i < statements.size(); i++) {
				now.next(statements.get(i).sql());
			}
			return now.digest().equals(intent.doneDigest());
		}
		catch (RuntimeException ex) {
			logger.debug("The file could not be compared with what was run of it", ex);
			return false;
		}
	}

	private void before(IntentTable table, Context context) throws SQLException {
		RunningScript script = this.running;
		if (script == null) {
			return;
		}
		script.next(context.getStatement().getSql());
		Classified statement = Classified.of(script.sql());
		this.current = statement;
		Intent before = this.interrupted;
		if (before != null && script.number() <= before.done()) {
			if (statement.kind() == StatementKind.SESSION) {
				return;
			}
			if (script.number() == before.done() && !script.digest().equals(before.doneDigest())) {
				throw StoppedException.changed(table, before,
						new Place(this.domain, this.scripts, context.getConfiguration()));
			}
			throw done(script);
		}
		Connection connection = context.getConnection();
		if (this.transactionOfFile) {
			if (statement.kind() == StatementKind.COMMIT) {
				note(table, connection, script, statement, Intent.State.DONE, null);
			}
			return;
		}
		if (statement.kind() == StatementKind.SESSION) {
			this.role = this.role || new SqlTokens(script.sql()).contains("ROLE");
		}
		if (statement.kind().needsIntent()) {
			note(table, connection, script, statement, Intent.State.RUNNING, null);
			this.transactionOfFile = statement.kind() == StatementKind.BEGIN;
		}
		else if (statement.kind() == StatementKind.TRANSACTIONAL) {
			asOwner(connection, () -> prepare(table, connection, script));
			connection.setAutoCommit(false);
			this.ownTransaction = true;
		}
	}

	private static FlywayBlockStatementExecutionException done(RunningScript script) {
		String why = "statement %d of '%s' is done".formatted(script.number(), script.script());
		return new FlywayBlockStatementExecutionException(new ErrorDetails(CoreErrorCode.FAULT, why), why);
	}

	private void prepare(IntentTable table, Connection connection, RunningScript script) throws SQLException {
		if (this.noted == null) {
			table.create(connection);
			this.noted = script.script();
		}
	}

	private void note(IntentTable table, Connection connection, RunningScript script, Classified statement,
			Intent.State state, @Nullable String error) throws SQLException {
		asOwner(connection, () -> {
			prepare(table, connection, script);
			table.write(connection, script, this.readable.apply(script.sql()), statement, state, error);
		});
	}

	/**
	 * A file may take another role, which need not have any right in the schema.
	 */
	private void asOwner(Connection connection, Work work) throws SQLException {
		String role = this.role ? currentRole(connection) : "";
		if (role.equals(this.owner) || !this.role) {
			work.run();
			return;
		}
		setRole(connection, this.owner);
		work.run();
		setRole(connection, role);
	}

	private static String currentRole(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT quote_ident(current_user)")) {
			row.next();
			return row.getString(1);
		}
	}

	private static void setRole(Connection connection, String role) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET ROLE " + role);
		}
	}

	private void after(IntentTable table, Connection connection) throws SQLException {
		RunningScript script = this.running;
		Classified statement = this.current;
		if (script == null || statement == null
				|| (this.interrupted != null && script.number() <= this.interrupted.done())) {
			return;
		}
		if (this.ownTransaction) {
			note(table, connection, script, statement, Intent.State.DONE, null);
			this.ownTransaction = false;
			connection.commit();
			connection.setAutoCommit(true);
		}
		else if (this.transactionOfFile) {
			boolean rolledBack = statement.kind() == StatementKind.ROLLBACK;
			if (rolledBack) {
				note(table, connection, script, statement, Intent.State.DONE, null);
			}
			this.transactionOfFile = !rolledBack && statement.kind() != StatementKind.COMMIT;
		}
		else if (statement.kind().needsIntent()) {
			note(table, connection, script, statement, Intent.State.DONE, null);
		}
	}

	/**
	 * What was noted before the statement tells what it found, and is kept.
	 */
	private void failed(IntentTable table, Context context) {
		RunningScript script = this.running;
		Classified statement = this.current;
		if (script == null || statement == null) {
			return;
		}
		try {
			Connection connection = context.getConnection();
			boolean noted = statement.kind().needsIntent() && !this.transactionOfFile;
			boolean withinTransaction = this.transactionOfFile;
			giveUpTransaction(connection);
			if (noted || withinTransaction) {
				// A transaction of the file's own begins again as a whole.
				asOwner(connection, () -> table.fail(connection, script.script(), errorOf(context)));
			}
			else {
				note(table, connection, script, statement, Intent.State.FAILED, errorOf(context));
			}
		}
		catch (SQLException ex) {
			logger.debug("The server has gone with the statement", ex);
		}
		this.noted = null;
		this.recorded = false;
	}

	private static String errorOf(Context context) {
		List<Error> errors = context.getStatement().getErrors();
		return (errors == null || errors.isEmpty()) ? "?"
				: "%s [SQLSTATE %s]".formatted(errors.get(0).getMessage(), errors.get(0).getState());
	}

	private void giveUpTransaction(Connection connection) throws SQLException {
		if (this.ownTransaction) {
			this.ownTransaction = false;
			connection.rollback();
			connection.setAutoCommit(true);
		}
		if (this.transactionOfFile) {
			this.transactionOfFile = false;
			try (Statement statement = connection.createStatement()) {
				statement.execute("ROLLBACK");
			}
		}
	}

	/**
	 * The file before this one is in the history now.
	 */
	private void forget(IntentTable table, Connection connection) throws SQLException {
		if (this.recorded && this.noted != null) {
			table.forget(connection, this.noted);
		}
		this.recorded = false;
		this.noted = null;
	}

	/**
	 * Callbacks run in the order of their names: a statement that another one of ours
	 * passes over is not noted.
	 */
	@Override
	public String getCallbackName() {
		return "bailiwick";
	}

	/**
	 * What is to be done in the table.
	 */
	private interface Work {

		void run() throws SQLException;

	}

}
