package io.bailiwick.autoconfigure;

import java.util.List;
import java.util.Map;

import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.MigrationSettings;
import io.bailiwick.migration.script.DomainScripts;
import io.bailiwick.migration.script.ScriptCatalog;
import io.bailiwick.migration.script.ScriptFolders;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.ResourcePatternUtils;

/**
 * What an application's domains are and which files they have.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ MigrationProperties.class, SeedProperties.class })
class DomainsConfiguration {

	private static final Profiles PRODUCTION = Profiles.of("prod | production");

	@Bean
	Domains bailiwickDomains(Environment environment, ResourceLoader resourceLoader) {
		return domains(environment, resourceLoader);
	}

	@Bean
	ScriptCatalog bailiwickScripts(Environment environment, ResourceLoader resourceLoader, Domains domains,
			SeedProperties seed) {
		ScriptFolders folders = folders(environment, resourceLoader);
		Map<String, DomainScripts> seeds = Map.of();
		if (seed.enabled()) {
			seeds = folders.seeds(domains);
			if (!seeds.isEmpty() && environment.acceptsProfiles(PRODUCTION)) {
				throw new DomainConfigurationException(
						"Seed data of %s would be loaded, but a production profile is active: %s.".formatted(
								String.join(", ", seeds.keySet()), String.join(", ", environment.getActiveProfiles())),
						"Remove 'bailiwick.seed.enabled=true' for this profile. Data that production needs belongs in a migration.");
			}
		}
		return new ScriptCatalog(folders.migrations(domains), seeds);
	}

	@Bean
	MigrationSettings bailiwickMigrationSettings(MigrationProperties properties) {
		return properties.settings();
	}

	static Domains domains(Environment environment, ResourceLoader resourceLoader) {
		return new ConfiguredDomains(environment, folders(environment, resourceLoader)).read();
	}

	private static ScriptFolders folders(Environment environment, ResourceLoader resourceLoader) {
		return new ScriptFolders(ResourcePatternUtils.getResourcePatternResolver(resourceLoader),
				List.of(environment.getActiveProfiles()));
	}

}
