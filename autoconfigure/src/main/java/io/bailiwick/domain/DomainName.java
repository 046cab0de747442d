package io.bailiwick.domain;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules that a domain's name and schema keep.
 * <p>
 * PostgreSQL cuts an identifier after 63 bytes without an error, folds what is not quoted
 * to lower case and keeps the prefix {@code pg_} for itself (PostgreSQL documentation,
 * "Lexical Structure" and "CREATE SCHEMA"). A dash can stand neither in an unquoted
 * identifier nor in an environment variable such as {@code WALLETS_DATABASE_URL}.
 */
final class DomainName {

	private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");

	private static final int LONGEST = 63;

	private static final Set<String> SYSTEM_SCHEMAS = Set.of("information_schema");

	private DomainName() {
	}

	static void check(String name) {
		String problem = problemWith(name);
		if (problem == null && name.equals("public")) {
			problem = "is the schema that everybody shares, which no domain can own";
		}
		if (problem != null) {
			throw new DomainConfigurationException("The domain name '%s' %s.".formatted(name, problem),
					("Rename the folder 'db/migration/%s' and the entry 'bailiwick.domains.%s', wherever it stands%s. "
							+ "A name has lower case letters, digits and underscores, starts with a letter "
							+ "and is at most %d characters long.")
						.formatted(name, name, suggestionFor(name), LONGEST));
		}
	}

	static void checkSchema(String name, String schema) {
		String problem = problemWith(schema);
		if (problem != null) {
			throw new DomainConfigurationException(
					"The schema '%s' of the domain '%s' %s.".formatted(schema, name, problem),
					("Change 'bailiwick.domains.%s.schema'%s. A schema's name has lower case letters, digits and "
							+ "underscores, starts with a letter and is at most %d characters long.")
						.formatted(name, suggestionFor(schema), LONGEST));
		}
	}

	private static @Nullable String problemWith(String name) {
		if (!IDENTIFIER.matcher(name).matches()) {
			return "is not a plain PostgreSQL identifier";
		}
		if (name.length() > LONGEST) {
			return "has %d characters and PostgreSQL cuts identifiers after %d".formatted(name.length(), LONGEST);
		}
		if (name.startsWith("pg_") || SYSTEM_SCHEMAS.contains(name)) {
			return "is one that PostgreSQL keeps for itself";
		}
		return null;
	}

	private static String suggestionFor(String name) {
		String better = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_").replaceAll("^[^a-z]+", "");
		boolean usable = !better.equals(name) && problemWith(better) == null;
		return (usable ? ", for instance to '%s'".formatted(better) : "");
	}

}
