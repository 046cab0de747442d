package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.autoconfigure.container.ServedDatabases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.script.ScriptFolders;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads which domains an application has: every folder of migrations is one, every entry
 * of {@code bailiwick.domains} is one.
 */
final class ConfiguredDomains {

	private final Environment environment;

	private final ScriptFolders folders;

	private final Set<String> own;

	/**
	 * Create a reader.
	 * @param environment where the entries are
	 * @param folders where the migrations are
	 * @param own the domains that have a database of their own
	 */
	ConfiguredDomains(Environment environment, ScriptFolders folders, Set<String> own) {
		this.environment = environment;
		this.folders = folders;
		this.own = own;
	}

	Domains read() {
		Set<String> names = new TreeSet<>(this.folders.domains());
		names.addAll(new DomainEntries(this.environment).names(names));
		Binder binder = Binder.get(this.environment);
		Map<String, DomainProperties> enabled = new LinkedHashMap<>();
		Set<String> disabled = new LinkedHashSet<>();
		for (String name : names) {
			DomainProperties properties = bind(binder, name);
			if (properties.isEnabled()) {
				enabled.put(name, properties);
			}
			else {
				disabled.add(name);
			}
		}
		Residences residences = new Residences(databases(enabled.keySet()), this.own, enabled,
				new PoolScopes(this.environment));
		List<Domain> domains = new ArrayList<>();
		enabled.forEach((name, properties) -> domains.add(domain(name, properties, residences.of(name), disabled)));
		ServedDatabases.check(this.environment, domains);
		residences.check();
		return Domains.of(domains);
	}

	private static DomainProperties bind(Binder binder, String name) {
		// With a dash the binder finds "order_items" in files and in the environment.
		String entry = name.replace('_', '-');
		// A name that can not be part of a property has no entry; the domain refuses it.
		return (ConfigurationPropertyName.isValid("bailiwick.domains." + entry)) ? DomainProperties.bind(binder, entry)
				: new DomainProperties();
	}

	/**
	 * The names of the databases beside {@code main} that are configured.
	 */
	private Set<String> databases(Set<String> domains) {
		return new ConfiguredDatabases(this.environment).names(domains);
	}

	private Domain domain(String name, DomainProperties properties, String database, Set<String> disabled) {
		for (String dependency : properties.getDependsOn()) {
			if (disabled.contains(dependency)) {
				throw new DomainConfigurationException(
						"The domain '%s' depends on '%s', which is switched off.".formatted(name, dependency),
						"Remove 'bailiwick.domains.%s.enabled=false', or switch off '%s' as well.".formatted(dependency,
								name));
			}
		}
		String schema = StringUtils.hasText(properties.getSchema()) ? properties.getSchema() : name;
		List<String> locations = (!properties.getLocations().isEmpty()) ? properties.getLocations()
				: List.of("classpath:" + ScriptFolders.MIGRATIONS + "/" + name);
		return new Domain(name, schema, database, new LinkedHashSet<>(properties.getDependsOn()), locations);
	}

}
