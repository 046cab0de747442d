package io.bailiwick.migration.undo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bailiwick.migration.history.Histories;
import io.bailiwick.migration.history.InForce;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A connection on which a domain's ways back run as its ways forward do: with its role,
 * and with its schema first in the search path.
 */
final class UndoSession implements AutoCloseable {

	private final UndoableDomain domain;

	private final Connection connection;

	private final String searchPath;

	private final String role;

	private UndoSession(UndoableDomain domain, Connection connection) throws SQLException {
		this.domain = domain;
		this.connection = connection;
		connection.setAutoCommit(true);
		String initial = domain.configuration().getInitSql();
		if (StringUtils.hasText(initial)) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(initial);
			}
		}
		this.searchPath = text("SELECT current_setting('search_path')");
		this.role = text("SELECT current_setting('role')");
	}

	static UndoSession open(UndoableDomain domain) throws SQLException {
		Connection connection = domain.database().connect();
		try {
			UndoSession session = new UndoSession(domain, connection);
			session.enterSchema();
			return session;
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * As Flyway does it, so that names mean the same on the way back.
	 */
	private void enterSchema() throws SQLException {
		String schema = "\"" + this.domain.domain().schema().replace("\"", "\"\"") + "\"";
		set("search_path", this.searchPath.isEmpty() ? schema : schema + ", " + this.searchPath);
	}

	/**
	 * Take back what a script may have set: its row in the history is written as the role
	 * that writes all others.
	 */
	void restoreRole() throws SQLException {
		set("role", this.role);
	}

	/**
	 * Read which versions are in force, the lowest first.
	 */
	List<AppliedVersion> appliedVersions() throws SQLException {
		if (text("SELECT to_regclass(?)", this.domain.history().quoted()).isEmpty()) {
			return List.of();
		}
		InForce inForce = Histories.readWithDetails(this.connection, List.of(this.domain.history())).get(0).inForce();
		if (inForce.doubt() != null) {
			throw new UndoException(
					"It is not certain which migrations of the domain '%s' are in force: %s.%n%nNothing was changed."
						.formatted(this.domain.name(), inForce.doubt()),
					"Look at the history %s: it is not as Flyway writes it.".formatted(this.domain.history()));
		}
		List<AppliedVersion> versions = new ArrayList<>();
		inForce.versions().forEach((row) -> versions.add(AppliedVersion.of(this.domain, row)));
		versions.sort((one, other) -> one.version().compareTo(other.version()));
		return versions;
	}

	/**
	 * The placeholders for whose values Flyway asks the database and the clock.
	 */
	Map<String, String> placeholders() throws SQLException {
		Configuration configuration = this.domain.configuration();
		String directory = configuration.getWorkingDirectory();
		Map<String, String> placeholders = new HashMap<>();
		placeholders.put("user", text("SELECT current_user"));
		placeholders.put("database", text("SELECT current_database()"));
		placeholders.put("timestamp", new SimpleDateFormat("yyyy-MM-dd HH:mm:ss").format(new Date()));
		placeholders.put("workingDirectory", (directory != null) ? directory : System.getProperty("user.dir"));
		placeholders.put("environment", configuration.getCurrentEnvironmentName());
		Map<String, String> named = new HashMap<>();
		placeholders
			.forEach((name, value) -> named.put("flyway" + configuration.getPlaceholderSeparator() + name, value));
		return named;
	}

	private void set(String setting, String value) throws SQLException {
		text("SELECT set_config(?, ?, false)", setting, value);
	}

	private String text(String sql, String... parameters) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setString(i + 1, parameters[i]);
			}
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				String text = result.getString(1);
				return (text != null) ? text : "";
			}
		}
	}

	@Override
	public void close() throws SQLException {
		try (Connection closing = this.connection) {
			if (!closing.isClosed()) {
				if (!closing.getAutoCommit()) {
					closing.rollback();
					closing.setAutoCommit(true);
				}
				restoreRole();
				set("search_path", this.searchPath);
			}
		}
	}

	/**
	 * Close after a failure that is to be told, whatever becomes of the connection.
	 */
	static void closeQuietly(@Nullable UndoSession session, Throwable failure) {
		try {
			if (session != null) {
				session.close();
			}
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

}
