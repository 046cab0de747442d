package io.bailiwick.migration.review;

import org.jspecify.annotations.Nullable;

/**
 * A point in which the files of a domain and its history differ.
 *
 * @param domain the name of the domain
 * @param kind in what they differ
 * @param version the version, or {@code null} if the migration is repeatable
 * @param description the description of the migration
 * @param file the path of its file, or {@code null} if there is none
 * @param rank the row of the history, or {@code null} if there is none
 * @param why what is wrong, as the end of a sentence
 * @param remedy what to do, as sentences
 */
public record Finding(String domain, Kind kind, @Nullable String version, String description, @Nullable String file,
		@Nullable Integer rank, String why, String remedy) {

	/**
	 * Return what tells the migration from others of its domain.
	 * @return the version, or the description of a repeatable migration
	 */
	public String name() {
		return (this.version != null) ? this.version : this.description;
	}

	/**
	 * Return the migration that the finding is about.
	 * @return the migration, as a part of a sentence
	 */
	public String subject() {
		String migration = (this.version == null) ? "repeatable migration '%s'".formatted(this.description)
				: "version %s (%s)".formatted(this.version, this.description);
		return (this.file != null) ? "%s, file '%s'".formatted(migration, this.file) : migration;
	}

	@Override
	public String toString() {
		return subject() + ": " + this.why;
	}

	/**
	 * In what files and history differ.
	 */
	public enum Kind {

		/**
		 * A migration waits to be applied; that is no fault.
		 */
		PENDING,

		/**
		 * The file of an applied version has changed.
		 */
		CHANGED,

		/**
		 * The file of an applied version has changed in comments and white space only.
		 */
		COSMETIC,

		/**
		 * The description of an applied version has changed with the name of its file.
		 */
		RENAMED,

		/**
		 * The file of an applied migration is gone.
		 */
		MISSING,

		/**
		 * A file has a version below one that is applied already.
		 */
		PASSED_OVER,

		/**
		 * A migration stopped half-way where no transaction could hold it.
		 */
		FAILED,

		/**
		 * Something that Flyway says.
		 */
		OTHER;

		/**
		 * Whether a migration would refuse to begin.
		 * @return whether it is a fault
		 */
		public boolean isFault() {
			return this != PENDING;
		}

	}

}
