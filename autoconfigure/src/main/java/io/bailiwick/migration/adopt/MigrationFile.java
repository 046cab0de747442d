package io.bailiwick.migration.adopt;

import java.util.function.Supplier;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * A migration of a domain, as Flyway would record it.
 *
 * @param domain the name of the domain
 * @param version the version, or {@code null} if it is repeatable
 * @param description the description
 * @param type the type of the row in the history
 * @param script what the history calls it: the path of its file, or the name of a class
 * @param checksum the checksum, if it has one
 * @param text the text of its file, or {@code null} if it has none
 */
public record MigrationFile(String domain, @Nullable MigrationVersion version, String description, String type,
		String script, @Nullable Integer checksum, @Nullable Supplier<String> text) {

	boolean isBaseline() {
		return this.type.endsWith("_BASELINE");
	}

	/**
	 * Whether the version, which must not be a repeatable migration's, is no higher than
	 * another one.
	 */
	boolean isUpTo(MigrationVersion limit) {
		return this.version != null && this.version.compareTo(limit) <= 0;
	}

	/**
	 * The name of the file, without folders; what diesel names is the folder.
	 */
	boolean isCalled(String name) {
		return this.script.equals(name) || this.script.endsWith("/" + name) || this.script.startsWith(name + "/");
	}

	@Override
	public String toString() {
		return this.domain + "/" + this.script;
	}

}
