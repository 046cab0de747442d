package io.bailiwick.database;

import io.bailiwick.domain.Domain;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where a database is and who said so, without anything secret.
 *
 * @param name the name by which domains refer to the database
 * @param url the JDBC URL without its parameters, or {@code null} if it can not be told
 * @param username the name of the role that logs in, or {@code null} if the URL or the
 * driver decides
 * @param origin where the URL was configured, or {@code null} if it can not be told
 */
public record DatabaseLocation(String name, @Nullable String url, @Nullable String username, @Nullable String origin) {

	/**
	 * Create a location, cutting from the URL whatever may hold a secret.
	 */
	public DatabaseLocation {
		Assert.notNull(name, "'name' must not be null");
		url = (url != null) ? url.replaceFirst("[?;].*$", "").replaceFirst("//.*@", "//") : null;
	}

	/**
	 * Describe the location for a message, for instance <code>the database 'main'
	 * (jdbc:postgresql://localhost/app, configured by …)</code>.
	 * @return the description
	 */
	public String describe() {
		StringBuilder text = new StringBuilder("the database '").append(this.name).append('\'');
		if (this.url != null) {
			text.append(" (").append(this.url);
			if (this.origin != null) {
				text.append(", configured by ").append(this.origin);
			}
			text.append(')');
		}
		return text.toString();
	}

	/**
	 * Name the place to change in order to reach another database.
	 * @return the origin, or the property that usually holds the address
	 */
	public String whereToChange() {
		if (this.origin != null) {
			return this.origin;
		}
		return isMain() ? "'spring.datasource.url'" : "'bailiwick.databases.%s.url'".formatted(this.name);
	}

	/**
	 * Name the property that sets how many connections the database's pool may open.
	 * @return the name of the property
	 */
	public String poolSizeProperty() {
		return isMain() ? "spring.datasource.hikari.maximum-pool-size"
				: "bailiwick.databases.%s.pool.maximum-pool-size".formatted(this.name);
	}

	private boolean isMain() {
		return this.name.equals(Domain.MAIN_DATABASE);
	}

}
