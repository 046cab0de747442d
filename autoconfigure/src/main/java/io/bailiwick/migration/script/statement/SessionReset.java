package io.bailiwick.migration.script.statement;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.bailiwick.database.timeout.InitSql;
import io.bailiwick.database.timeout.SessionState;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Lets every migration begin in a session like the one that the first of them found,
 * whatever those before it have set, locked or created in it. Costs one round trip for
 * each migration, and nothing where there is none.
 * <p>
 * Belongs to one Flyway, which runs one migration at a time.
 */
public final class SessionReset implements Callback {

	private @Nullable Connection connection;

	private @Nullable SessionState beginning;

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		try {
			begin(context.getConnection(), context.getConfiguration().getDataSource());
		}
		catch (SQLException ex) {
			throw new FlywayException("The session of a migration could not be put back to its beginning", ex);
		}
	}

	private void begin(Connection connection, DataSource source) throws SQLException {
		if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
			return;
		}
		if (this.beginning == null || this.connection != connection) {
			this.beginning = SessionState.capture(connection, InitSql.of(source));
			this.connection = connection;
		}
		else {
			this.beginning.restore(connection);
		}
	}

	/**
	 * Callbacks run in the order of their names: what another one sets before a migration
	 * must stay.
	 */
	@Override
	public String getCallbackName() {
		return "!bailiwick";
	}

}
