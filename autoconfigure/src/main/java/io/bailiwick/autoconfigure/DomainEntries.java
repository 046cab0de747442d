package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.bailiwick.domain.DomainConfigurationException;
import io.bailiwick.domain.NearestName;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds the names of all entries of {@code bailiwick.domains}, of which the binder would
 * not tell those that are empty, and refuses settings that no domain has.
 */
final class DomainEntries {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("bailiwick.domains");

	private final Environment environment;

	DomainEntries(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The names of the entries.
	 * @param known names that need no entry; an entry for one of them is found under any
	 * spelling
	 */
	Set<String> names(Collection<String> known) {
		Set<String> names = new LinkedHashSet<>(known);
		for (boolean variables : new boolean[] { false, true }) {
			// Variables come last: they spell a name that has underscores less clearly.
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				if (source instanceof IterableConfigurationPropertySource iterable
						&& isOfVariables(source) == variables) {
					iterable.stream()
						.filter(PREFIX::isAncestorOf)
						.forEach((name) -> names.add(variables ? variable(name, names) : entry(name, names)));
				}
			}
		}
		return names;
	}

	private static boolean isOfVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	private static String entry(ConfigurationPropertyName name, Set<String> names) {
		List<String> elements = elements(name);
		if (elements.size() > 1) {
			checkSetting(name, elements.get(1), isSetting(elements.get(1)));
		}
		return spelled(elements.get(0), names);
	}

	/**
	 * An environment variable has underscores between the parts of a property, within the
	 * name of a domain and within that of a setting: {@code ORDER_ITEMS_DEPENDS_ON}.
	 */
	private static String variable(ConfigurationPropertyName name, Set<String> names) {
		List<String> elements = elements(name);
		int end = elements.size();
		while (end > 1 && elements.get(end - 1).chars().allMatch(Character::isDigit)) {
			end--;
		}
		for (int split = 1; split <= end; split++) {
			String candidate = String.join("_", elements.subList(0, split));
			boolean setting = isSetting(String.join("", elements.subList(split, end))) || isPool(elements, split, end);
			if (setting || (split == end && (split == 1 || names.contains(spelled(candidate, names))))) {
				return spelled(candidate, names);
			}
		}
		checkSetting(name, String.join("-", elements.subList(1, end)), false);
		return elements.get(0);
	}

	private static List<String> elements(ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>();
		for (int i = PREFIX.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			elements.add(name.getElement(i, Form.ORIGINAL));
		}
		return elements;
	}

	private static boolean isSetting(String setting) {
		return DomainProperties.NAMES.stream().anyMatch((known) -> uniform(known).equals(uniform(setting)));
	}

	/**
	 * What follows in the name of a variable is for HikariCP to say.
	 */
	private static boolean isPool(List<String> elements, int split, int end) {
		return split < end && uniform(elements.get(split)).equals("pool");
	}

	private static void checkSetting(ConfigurationPropertyName name, String setting, boolean known) {
		if (!known) {
			throw new DomainConfigurationException(
					"'%s' is no setting of a domain. A domain has: %s.".formatted(name,
							String.join(", ", new TreeSet<>(DomainProperties.NAMES))),
					"Correct or remove it.%s".formatted(NearestName.hint(dashed(setting), DomainProperties.NAMES)));
		}
	}

	private static String spelled(String entry, Set<String> names) {
		return names.stream().filter((name) -> uniform(name).equals(uniform(entry))).findFirst().orElse(entry);
	}

	private static String dashed(String setting) {
		return (setting.toUpperCase(Locale.ROOT).equals(setting) ? setting : setting.replaceAll("([A-Z])", "-$1"))
			.replace('_', '-')
			.toLowerCase(Locale.ROOT);
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}
