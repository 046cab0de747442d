package io.bailiwick.autoconfigure;

import java.util.Locale;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.role.RoleNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Settings for database roles of the domains.
 *
 * @param enabled whether each domain has a role that owns its schema and one that only
 * reads and writes it
 * @param prefix what the names of the roles start with; the name of the application by
 * default
 */
@ConfigurationProperties("bailiwick.roles")
public record RolesProperties(@DefaultValue("false") boolean enabled, @Nullable String prefix) {

	static boolean enabled(Environment environment) {
		return environment.getProperty("bailiwick.roles.enabled", Boolean.class, false);
	}

	/**
	 * Return how the roles are called.
	 * @param application the name of the application
	 * @return the names, or {@code null} if there are no roles
	 */
	@Nullable RoleNames names(@Nullable String application) {
		if (!this.enabled) {
			return null;
		}
		String prefix = StringUtils.hasText(this.prefix) ? this.prefix
				: String.valueOf((application != null) ? application : "")
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^a-z0-9_]+", "_");
		try {
			return new RoleNames(prefix);
		}
		catch (IllegalArgumentException ex) {
			throw new DatabaseConfigurationException(
					"The names of the domains' roles can not start with '%s' (from %s): %s.".formatted(prefix,
							StringUtils.hasText(this.prefix) ? "'bailiwick.roles.prefix'" : "'spring.application.name'",
							ex.getMessage()),
					"Set 'bailiwick.roles.prefix' to lower case letters, digits and underscores. All roles of a server share one name space, so each application needs its own.");
		}
	}

}
