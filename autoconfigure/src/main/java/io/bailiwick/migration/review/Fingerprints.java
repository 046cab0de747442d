package io.bailiwick.migration.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.bailiwick.migration.history.FlywayChecksum;
import io.bailiwick.migration.script.Migration;
import io.bailiwick.migration.script.ScriptException;
import io.bailiwick.migration.script.statement.SqlFingerprint;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Remembers in the history what a file said when it was applied, comments and white space
 * not counted: a checksum alone can not tell a cosmetic edit from a real one.
 * <p>
 * They stand in the comment on the column {@code checksum}, where neither Flyway nor a
 * comparison of schemas looks. Nothing depends on them: where they are missing, an edit
 * is taken for a real one.
 */
public final class Fingerprints {

	private static final String PREFIX = "bailiwick: checksums with fingerprints of the files as applied:";

	private static final Pattern ENTRY = Pattern.compile(" (-?\\d+)=([0-9a-f]+)");

	private static final int LENGTH = 16;

	private final ReviewedDomain domain;

	private final String table;

	/**
	 * Create an instance.
	 * @param domain the domain, which lives in PostgreSQL
	 */
	public Fingerprints(ReviewedDomain domain) {
		Assert.notNull(domain, "'domain' must not be null");
		this.domain = domain;
		this.table = domain.history().name();
	}

	/**
	 * Remember the files as they are now, after they have been applied.
	 * @throws SQLException if the history can not be written
	 */
	public void remember() throws SQLException {
		try (Connection connection = this.domain.connect()) {
			connection.setAutoCommit(true);
			remember(connection);
		}
	}

	/**
	 * Remember the files in the transaction that applies them.
	 * @param connection the connection of that transaction
	 * @throws SQLException if the history can not be written
	 */
	public void remember(Connection connection) throws SQLException {
		String comment = comment(connection);
		if (comment == null || comment.isEmpty() || comment.startsWith(PREFIX)) {
			Map<Integer, String> known = parse(comment);
			Map<Integer, String> all = new TreeMap<>(known);
			all.putAll(current());
			if (!all.equals(known)) {
				write(connection, all);
			}
		}
	}

	/**
	 * Whether a file differs from what was applied in comments and white space only.
	 * @param info the migration, which has been applied
	 * @return whether that is so, or {@code null} if it can not be told
	 * @throws SQLException if the history can not be read
	 */
	@Nullable Boolean isCosmetic(MigrationInfo info) throws SQLException {
		String now = text(this.domain.migration(info));
		try (Connection connection = this.domain.connect()) {
			String then = parse(comment(connection)).get(info.getAppliedChecksum());
			return (now != null && then != null) ? fingerprint(now).equals(then) : null;
		}
	}

	/**
	 * Files that have not been applied yet do no harm: when they are, they have the same
	 * checksum, or another one is remembered.
	 */
	private Map<Integer, String> current() {
		Map<Integer, String> current = new TreeMap<>();
		for (Migration migration : this.domain.scripts().migrations()) {
			String text = (migration.version() != null) ? text(migration) : null;
			if (text != null) {
				current.put(FlywayChecksum.of(text), fingerprint(text));
			}
		}
		return current;
	}

	private @Nullable String text(@Nullable Migration migration) {
		try {
			return (migration != null) ? migration.up().text(this.domain.configuration().getEncoding()) : null;
		}
		catch (ScriptException ex) {
			return null;
		}
	}

	private static String fingerprint(String text) {
		return SqlFingerprint.of(text).substring(0, LENGTH);
	}

	private static Map<Integer, String> parse(@Nullable String comment) {
		Map<Integer, String> fingerprints = new TreeMap<>();
		if (comment != null && comment.startsWith(PREFIX)) {
			Matcher entries = ENTRY.matcher(comment.substring(PREFIX.length()));
			while (entries.find()) {
				fingerprints.put(Integer.valueOf(entries.group(1)), entries.group(2));
			}
		}
		return fingerprints;
	}

	private @Nullable String comment(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("""
				SELECT col_description(attrelid, attnum) FROM pg_attribute
				WHERE attrelid = to_regclass(?) AND attname = 'checksum'""")) {
			statement.setString(1, this.table);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getString(1) : null;
			}
		}
	}

	private void write(Connection connection, Map<Integer, String> fingerprints) throws SQLException {
		String entries = fingerprints.entrySet()
			.stream()
			.map((entry) -> " %d=%s".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining());
		try (Statement statement = connection.createStatement()) {
			statement.execute("COMMENT ON COLUMN %s.checksum IS '%s%s'".formatted(this.table, PREFIX, entries));
		}
	}

}
