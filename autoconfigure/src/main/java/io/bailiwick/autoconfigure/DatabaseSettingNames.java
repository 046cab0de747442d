package io.bailiwick.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.domain.NearestName;

/**
 * Which settings an entry of {@code bailiwick.databases} has. One that does not exist is
 * an error, because a misspelt timeout or certificate would be missed too late.
 */
enum DatabaseSettingNames {

	/**
	 * The main database, whose address and pool are Spring Boot's to configure.
	 */
	MAIN(List.of()),

	/**
	 * Any other database.
	 */
	NAMED(List.of("url", "username", "password", "pool.*"));

	private static final List<String> COMMON = List.of("ssl.bundle", "pooling", "pgbouncer",
			"pgbouncer-prepared-statements", "timeouts.statement", "timeouts.lock", "timeouts.idle-in-transaction",
			"timeouts.transaction", "migration.url", "migration.username", "migration.password",
			"migration.timeouts.statement", "migration.timeouts.lock", "migration.timeouts.idle-in-transaction",
			"migration.timeouts.transaction", "replica.url", "replica.username", "replica.password", "replica.max-lag",
			"replica.check-interval", "replica.timeout", "replica.pool.*");

	private final List<String> own;

	DatabaseSettingNames(List<String> own) {
		this.own = own;
	}

	/**
	 * All names, {@code pool.*} standing for the settings of HikariCP.
	 */
	Collection<String> all() {
		Collection<String> all = new TreeSet<>(COMMON);
		all.addAll(this.own);
		return all;
	}

	/**
	 * Refuse a setting that does not exist.
	 * @param property the whole name of the property
	 * @param setting what follows the name of the database
	 */
	void check(String property, String setting) {
		if (all().stream().noneMatch((name) -> matches(name, setting))) {
			throw new DatabaseConfigurationException(
					"'%s' is no setting of a database. A database has: %s.".formatted(property,
							String.join(", ", all())),
					"Correct or remove it.%s".formatted(NearestName.hint(setting, all())));
		}
	}

	private static boolean matches(String name, String setting) {
		if (name.endsWith(".*")) {
			String group = name.substring(0, name.length() - 2);
			return (setting.toLowerCase(Locale.ROOT) + ".").startsWith(group + ".");
		}
		return uniform(name).equals(uniform(setting));
	}

	/**
	 * A variable of the environment has underscores where a property has dots and dashes.
	 */
	private static String uniform(String name) {
		return name.replaceAll("[-_.\\[\\]]", "").toLowerCase(Locale.ROOT);
	}

}
