package io.bailiwick.migration.adopt;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Says to which domains the migrations of an old history have gone, where their names do
 * not tell.
 *
 * @param targets where each migration has gone, by its old file name or its version
 */
public record FileMap(Map<String, Target> targets) {

	private static final String NOWHERE = "-";

	private static final Pattern NUMBER = Pattern.compile("V?(\\d[\\d-]*(?<!-)(?:[.]\\d+)*)(?=[_/.-]|$)");

	private static final Pattern VERSION = Pattern.compile("\\d+(?:[._]\\d+)*");

	/**
	 * Create a map.
	 */
	public FileMap {
		targets = Map.copyOf(targets);
	}

	/**
	 * A map that says nothing.
	 * @return the map
	 */
	public static FileMap empty() {
		return new FileMap(Map.of());
	}

	/**
	 * Read what somebody wrote: {@code V3__x.sql=users}, {@code 3=users}, with another
	 * version in the domain's folder {@code V3__x.sql=users@1}, or {@code V3__x.sql=-} if
	 * it is to be forgotten.
	 * @param entries the entries
	 * @return the map
	 * @throws AdoptionException if an entry can not be understood
	 */
	public static FileMap parse(List<String> entries) {
		Map<String, Target> targets = new LinkedHashMap<>();
		for (String entry : entries) {
			int equals = entry.lastIndexOf('=');
			String target = entry.substring(equals + 1).strip();
			if (equals < 1 || target.isEmpty()) {
				throw new AdoptionException("The entry '%s' of the map can not be understood.".formatted(entry),
						"Write the old file or version, an equals sign and the domain: --map 'V3__x.sql=users'");
			}
			targets.put(entry.substring(0, equals).strip(), Target.of(target));
		}
		return new FileMap(targets);
	}

	/**
	 * Read a file of properties, each of them one entry.
	 * @param reader the file
	 * @return the map
	 * @throws IOException if the file can not be read
	 * @throws AdoptionException if an entry can not be understood
	 */
	public static FileMap load(Reader reader) throws IOException {
		Assert.notNull(reader, "'reader' must not be null");
		Properties properties = new Properties();
		properties.load(reader);
		return parse(new TreeSet<>(properties.stringPropertyNames()).stream()
			.map((name) -> name + "=" + properties.getProperty(name))
			.toList());
	}

	/**
	 * Find where a migration has gone.
	 * @return the target, or {@code null} if the map does not say
	 */
	@Nullable Target of(OldMigration migration) {
		for (Map.Entry<String, Target> target : this.targets.entrySet()) {
			if (isMeant(target.getKey(), migration)) {
				return target.getValue();
			}
		}
		return null;
	}

	/**
	 * A tool that does not keep the names of files has the number at their beginnings.
	 */
	private static boolean isMeant(String key, OldMigration migration) {
		if (migration.script() != null) {
			return migration.script().equals(key) || migration.script().endsWith("/" + key)
					|| (migration.version() != null && isVersion(key, migration.version()));
		}
		Matcher number = NUMBER.matcher(key);
		return migration.version() != null && number.lookingAt()
				&& isVersion(number.group(1).replace("-", ""), migration.version());
	}

	private static boolean isVersion(String text, String version) {
		return VERSION.matcher(text).matches()
				&& MigrationVersion.fromVersion(text).equals(MigrationVersion.fromVersion(version));
	}

	/**
	 * The old versions that are named.
	 */
	Set<String> versions() {
		Set<String> versions = new TreeSet<>();
		for (String key : this.targets.keySet()) {
			Matcher number = NUMBER.matcher(key);
			if (number.lookingAt()) {
				versions.add(number.group(1).replace("-", ""));
			}
		}
		return versions;
	}

	/**
	 * Where a migration has gone.
	 *
	 * @param domain the name of the domain, or {@code null} if it has gone nowhere
	 * @param version the version that it has there, or {@code null} if it is the old one
	 */
	public record Target(@Nullable String domain, @Nullable String version) {

		static Target of(String text) {
			if (text.equals(NOWHERE)) {
				return new Target(null, null);
			}
			int at = text.indexOf('@');
			return (at < 0) ? new Target(text, null) : new Target(text.substring(0, at), text.substring(at + 1));
		}

	}

}
