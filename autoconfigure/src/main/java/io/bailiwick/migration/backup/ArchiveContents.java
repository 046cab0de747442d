package io.bailiwick.migration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of contents of an archive, as {@code pg_restore --list} prints it and
 * {@code --use-list} reads it.
 */
final class ArchiveContents {

	/**
	 * {@code 215; 1259 16390 TABLE users accounts owner}: number, catalog, kind, schema,
	 * name and owner. The name of a domain's schema is a plain identifier.
	 */
	private static final Pattern ENTRY = Pattern.compile("\\d+; \\d+ \\d+ ([A-Z][A-Z ]*) (-|[a-z_][a-z0-9_]*) (.*)");

	private static final Pattern OF_SCHEMA = Pattern.compile("(?:SCHEMA )?([a-z_][a-z0-9_]*) \\S+");

	private final List<Entry> entries = new ArrayList<>();

	ArchiveContents(List<String> lines) {
		for (String line : lines) {
			Matcher matcher = ENTRY.matcher(line);
			if (matcher.matches()) {
				this.entries.add(entry(line, matcher.group(1), matcher.group(2), matcher.group(3)));
			}
		}
	}

	private static Entry entry(String line, String kind, String schema, String rest) {
		Matcher name = OF_SCHEMA.matcher(rest);
		boolean ofSchema = schema.equals("-") && name.matches()
				&& (kind.equals("SCHEMA") || rest.startsWith("SCHEMA "));
		return new Entry(line, kind, ofSchema ? name.group(1) : schema);
	}

	/**
	 * The schemas that the archive has.
	 */
	Set<String> schemas() {
		Set<String> schemas = new LinkedHashSet<>();
		this.entries.stream().map(Entry::schema).filter((schema) -> !schema.equals("-")).forEach(schemas::add);
		return schemas;
	}

	/**
	 * How many tables of a schema it has.
	 */
	int tables(String schema) {
		return (int) this.entries.stream()
			.filter((entry) -> entry.kind().equals("TABLE") && entry.schema().equals(schema))
			.count();
	}

	/**
	 * The lines of what belongs to some schemas.
	 * @param schemas the schemas
	 * @param existing those of them that need not be created
	 */
	List<String> of(Collection<String> schemas, Collection<String> existing) {
		return this.entries.stream()
			.filter((entry) -> schemas.contains(entry.schema()))
			.filter((entry) -> !entry.kind().equals("SCHEMA") || !existing.contains(entry.schema()))
			.map(Entry::line)
			.toList();
	}

	private record Entry(String line, String kind, String schema) {

	}

}
