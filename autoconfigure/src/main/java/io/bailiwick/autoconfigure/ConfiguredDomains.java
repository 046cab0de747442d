package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.NearestName;
import io.bailiwick.migration.script.ScriptFolders;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads which domains an application has: every folder of migrations is one, every entry
 * of {@code bailiwick.domains} is one.
 */
final class ConfiguredDomains {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("bailiwick.domains");

	private final Environment environment;

	private final ScriptFolders folders;

	ConfiguredDomains(Environment environment, ScriptFolders folders) {
		this.environment = environment;
		this.folders = folders;
	}

	Domains read() {
		Set<String> names = new TreeSet<>(this.folders.domains());
		names.addAll(entries());
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
		Residences residences = new Residences(new ConfiguredDatabases(this.environment).names(enabled.keySet()), enabled);
		List<Domain> domains = new ArrayList<>();
		enabled.forEach((name, properties) -> domains.add(domain(name, properties, residences.of(name), disabled)));
		residences.check();
		return Domains.of(domains);
	}

	private DomainProperties bind(Binder binder, String name) {
		// A name that can not be part of a property has no entry; the domain refuses it.
		return (ConfigurationPropertyName.isValid(PREFIX + "." + name)) ? DomainProperties.bind(binder, name)
				: new DomainProperties();
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
		return new Domain(name, schema, database, new LinkedHashSet<>(properties.getDependsOn()),
				locations);
	}

	/**
	 * The names of all entries, which the binder would not tell of those that are empty.
	 */
	private Set<String> entries() {
		Set<String> entries = new LinkedHashSet<>();
		new PropertyNames(this.environment).below(PREFIX).forEach((name) -> entries.add(entry(name)));
		return entries;
	}

	private String entry(ConfigurationPropertyName name) {
		int depth = PREFIX.getNumberOfElements();
		String entry = name.getElement(depth, Form.ORIGINAL);
		if (name.getNumberOfElements() > depth + 1) {
			String setting = name.getElement(depth + 1, Form.UNIFORM);
			Set<String> known = DomainProperties.NAMES;
			if (known.stream().noneMatch((candidate) -> candidate.replace("-", "").equals(setting))) {
				throw new DomainConfigurationException(
						"'%s' is no setting of a domain. A domain has: %s.".formatted(name,
								String.join(", ", new TreeSet<>(known))),
						"Correct or remove it.%s"
							.formatted(NearestName.hint(name.getElement(depth + 1, Form.ORIGINAL), known)));
			}
		}
		return entry;
	}

}
