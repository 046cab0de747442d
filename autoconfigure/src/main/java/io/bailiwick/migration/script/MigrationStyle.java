package io.bailiwick.migration.script;

import java.util.Locale;

/**
 * How the files of a folder are named, and where the way back of a migration stands.
 */
public enum MigrationStyle {

	/**
	 * Flyway's own: {@code V1__x.sql} and {@code R__x.sql}, with {@code U1__x.sql} as the
	 * way back.
	 */
	FLYWAY("V1__create.sql"),

	/**
	 * A file for each direction, as golang-migrate and sqlx have them:
	 * {@code 000001_x.up.sql} and {@code 000001_x.down.sql}.
	 */
	UP_DOWN_FILES("000001_create.up.sql"),

	/**
	 * A folder for each migration, as diesel has them: {@code 20230101_x/up.sql} and
	 * {@code 20230101_x/down.sql}.
	 */
	UP_DOWN_FOLDERS("20230101_create/up.sql"),

	/**
	 * A file for each migration, without a way back: {@code 001_x.sql}.
	 */
	NUMBERED("001_create.sql"),

	/**
	 * Both directions in one file, as dbmate has them: {@code 20230101_x.sql} with
	 * {@code -- migrate:up} and {@code -- migrate:down}.
	 */
	DBMATE("20230101_create.sql with '-- migrate:up'"),

	/**
	 * Both directions in one file, as goose has them: {@code 00001_x.sql} with
	 * {@code -- +goose Up} and {@code -- +goose Down}.
	 */
	GOOSE("00001_create.sql with '-- +goose Up'");

	private final String example;

	MigrationStyle(String example) {
		this.example = example;
	}

	/**
	 * Return the name under which the style is configured.
	 * @return the name, for instance {@code up-down-files}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return what a migration of the style is called, for messages.
	 * @return an example
	 */
	public String example() {
		return this.example;
	}

	/**
	 * Whether one file holds both directions, each below a line that marks it.
	 */
	boolean isMarked() {
		return this == DBMATE || this == GOOSE;
	}

}
