package io.bailiwick.database.role;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * The names of a domain's roles: {@code <prefix>_<domain>_owner} and
 * {@code <prefix>_<domain>_app}. Roles belong to a whole server, hence the prefix.
 * PostgreSQL cuts a name after 63 bytes without an error; a longer one is shortened here,
 * with a checksum that keeps it apart from others.
 *
 * @param prefix what the names start with: lower case letters, digits and underscores
 */
public record RoleNames(String prefix) {

	private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]*");

	private static final int LONGEST = 63;

	private static final int LONGEST_PREFIX = 30;

	/**
	 * Check the prefix.
	 */
	public RoleNames {
		Assert.isTrue(PREFIX.matcher(prefix).matches() && !prefix.startsWith("pg_"),
				"'prefix' must be a plain identifier that does not start with pg_");
		Assert.isTrue(prefix.length() <= LONGEST_PREFIX,
				() -> "'prefix' must have at most %d characters".formatted(LONGEST_PREFIX));
	}

	/**
	 * Return the role that owns a domain's schema and may change it.
	 * @param domain the domain
	 * @return the name of the role
	 */
	public String ownerOf(Domain domain) {
		return name(domain, "_owner");
	}

	/**
	 * Return the role that reads and writes a domain's data.
	 * @param domain the domain
	 * @return the name of the role
	 */
	public String applicationOf(Domain domain) {
		return name(domain, "_app");
	}

	private String name(Domain domain, String suffix) {
		String name = this.prefix + "_" + domain.name();
		if (name.length() + suffix.length() > LONGEST) {
			CRC32 checksum = new CRC32();
			checksum.update(name.getBytes(StandardCharsets.UTF_8));
			String end = "_%08x%s".formatted(checksum.getValue(), suffix);
			return name.substring(0, LONGEST - end.length()) + end;
		}
		return name + suffix;
	}

}
