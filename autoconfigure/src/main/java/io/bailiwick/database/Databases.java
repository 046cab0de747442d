package io.bailiwick.database;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import io.bailiwick.domain.NearestName;

/**
 * Every database that domains of the application live in, {@code main} first.
 */
public final class Databases implements Iterable<Database> {

	private final Map<String, Database> byName;

	/**
	 * Create the registry.
	 * @param databases the databases, in the order in which they are listed
	 */
	public Databases(Collection<Database> databases) {
		Map<String, Database> ordered = new LinkedHashMap<>();
		databases.forEach((database) -> ordered.put(database.name(), database));
		this.byName = Collections.unmodifiableMap(ordered);
	}

	/**
	 * Return the database of the given name.
	 * @param name the name of a database
	 * @return the database
	 * @throws NoSuchElementException if there is none of that name; the message lists
	 * those there are
	 */
	public Database get(String name) {
		Database database = this.byName.get(name);
		if (database == null) {
			throw new NoSuchElementException("There is no database '%s'. The databases are: %s.%s".formatted(name,
					String.join(", ", names()), NearestName.hint(name, names())));
		}
		return database;
	}

	/**
	 * Return the names of all databases.
	 * @return the names
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	@Override
	public Iterator<Database> iterator() {
		return this.byName.values().iterator();
	}

}
