package io.bailiwick.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link JdbcConnectionDetails} from {@code spring.datasource.*}, for an application that
 * was built ahead of time without them and started with them.
 */
final class PropertiesConnectionDetails implements JdbcConnectionDetails {

	private final Environment environment;

	PropertiesConnectionDetails(Environment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable String getUsername() {
		return this.environment.getProperty("spring.datasource.username");
	}

	@Override
	public @Nullable String getPassword() {
		return this.environment.getProperty("spring.datasource.password");
	}

	@Override
	public String getJdbcUrl() {
		String url = this.environment.getProperty("spring.datasource.url");
		return StringUtils.hasText(url) ? url
				: this.environment.getRequiredProperty("spring.datasource.hikari.jdbc-url");
	}

	@Override
	public String getDriverClassName() {
		String driver = this.environment.getProperty("spring.datasource.driver-class-name");
		return (driver != null) ? driver : JdbcConnectionDetails.super.getDriverClassName();
	}

}
