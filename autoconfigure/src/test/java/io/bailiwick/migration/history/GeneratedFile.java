package io.bailiwick.migration.history;

import java.nio.charset.Charset;

/**
 * A file of a generated domain.
 *
 * @param prefix {@code V}, {@code B}, {@code R} or {@code U}
 * @param version the version as it is spelt in the name, empty for a repeatable migration
 * @param description the description as it is spelt in the name
 * @param content the text
 */
record GeneratedFile(String prefix, String version, String description, String content) {

	String name() {
		return this.prefix + this.version + "__" + this.description + ".sql";
	}

	boolean isRepeatable() {
		return this.prefix.equals("R");
	}

	boolean isOf(String otherVersion) {
		Version one = Version.of(this.version);
		return one != null && one.equals(Version.of(otherVersion));
	}

	GeneratedFile withContent(String content) {
		return new GeneratedFile(this.prefix, this.version, this.description, content);
	}

	GeneratedFile withVersion(String version) {
		return new GeneratedFile(this.prefix, version, this.description, this.content);
	}

	GeneratedFile withDescription(String description) {
		return new GeneratedFile(this.prefix, this.version, description, this.content);
	}

	GeneratedFile withPrefix(String prefix) {
		return new GeneratedFile(prefix, this.version, this.description, this.content);
	}

	byte[] bytes(Charset encoding) {
		return this.content.getBytes(encoding);
	}

}
