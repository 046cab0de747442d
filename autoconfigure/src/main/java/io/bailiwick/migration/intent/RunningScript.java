package io.bailiwick.migration.intent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Counts the statements of a file that is being run, and digests them: two files that
 * have the same digest at a statement are the same up to there.
 */
final class RunningScript {

	private final String script;

	private final @Nullable Integer checksum;

	private final MessageDigest running = sha256();

	private int number;

	private String sql = "";

	private String digest = "";

	private String digestBefore = "";

	RunningScript(String script, @Nullable Integer checksum) {
		this.script = script;
		this.checksum = checksum;
	}

	/**
	 * Go to the next statement.
	 */
	void next(String statement) {
		this.number++;
		this.digestBefore = this.digest;
		this.sql = statement.strip();
		String text = this.sql.endsWith(";") ? this.sql.substring(0, this.sql.length() - 1).strip() : this.sql;
		this.running.update(text.getBytes(StandardCharsets.UTF_8));
		this.running.update((byte) 0);
		try {
			this.digest = HexFormat.of().formatHex(((MessageDigest) this.running.clone()).digest());
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String script() {
		return this.script;
	}

	@Nullable Integer checksum() {
		return this.checksum;
	}

	int number() {
		return this.number;
	}

	String sql() {
		return this.sql;
	}

	String digestBefore() {
		return this.digestBefore;
	}

	String digest() {
		return this.digest;
	}

}
