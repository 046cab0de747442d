package io.bailiwick.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Proves for a test that an application's migrations can be undone: goes up, down and up
 * again with every migration of every domain, and compares the schemas each time.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * class MigrationsTests {
 *
 *     &#064;Test
 *     void everyMigrationCanBeUndone(&#064;Autowired DomainMigrations migrations) {
 *         RoundTrip.of(migrations).verify();
 *     }
 *
 * }
 * </pre>
 *
 * It works in a scratch database that it creates beside each database of the application
 * and drops again, and never in these themselves. The tables are empty: it proves nothing
 * about data, and seed data is left out. Comments, owners and privileges are compared;
 * the order of columns is not, because no way back can restore it.
 */
public final class RoundTrip {

	private final MigrationContext context;

	private final @Nullable DataSource given;

	private final boolean complete;

	private RoundTrip(MigrationContext context, @Nullable DataSource given, boolean complete) {
		this.context = context;
		this.given = given;
		this.complete = complete;
	}

	/**
	 * Take the migrations of an application.
	 * @param migrations the migrations
	 * @return a round trip in scratch databases; a migration without a way back is left
	 * out
	 */
	public static RoundTrip of(DomainMigrations migrations) {
		Assert.notNull(migrations, "'migrations' must not be null");
		return new RoundTrip(migrations.context(), null, false);
	}

	/**
	 * Work in a given database instead of scratch databases.
	 * @param empty an empty database for all domains, which is left with what the last
	 * migration has made; its pool must have two connections or more
	 * @return the round trip in that database
	 */
	public RoundTrip in(DataSource empty) {
		Assert.notNull(empty, "'empty' must not be null");
		return new RoundTrip(this.context, empty, this.complete);
	}

	/**
	 * Have a migration without a way back be a problem.
	 * @return the round trip that wants all of them
	 */
	public RoundTrip requiringWaysBack() {
		return new RoundTrip(this.context, this.given, true);
	}

	/**
	 * Go up, down and up with every migration.
	 * @throws AssertionError if a schema is not the same afterwards, with the differences
	 * @throws DomainMigrationException if a migration fails on its first way up, or if no
	 * scratch database can be created
	 */
	public void verify() {
		List<Problem> problems = problems();
		if (!problems.isEmpty()) {
			throw new AssertionError("%s not lead back.%n%n%s".formatted(
					(problems.size() == 1) ? "A way back does" : problems.size() + " of the ways back do",
					problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator()))));
		}
	}

	/**
	 * Go up, down and up with every migration.
	 * @return what is wrong; empty if every way back leads back
	 * @throws DomainMigrationException if a migration fails on its first way up, or if no
	 * scratch database can be created
	 */
	public List<Problem> problems() {
		if (this.given != null) {
			Map<String, Database> databases = new LinkedHashMap<>();
			for (String name : this.context.databases().keySet()) {
				databases.put(name, new Database(new DatabaseLocation(name, null, null, null), this.given));
			}
			return new RoundTripRun(this.context, databases, this.complete).run();
		}
		List<ScratchDatabase> scratches = new ArrayList<>();
		try {
			for (Database database : this.context.inhabitedBy(this.context.domains().stream().toList())) {
				scratches.add(ScratchDatabase.create(database));
			}
			return new RoundTripRun(this.context,
					scratches.stream()
						.map(ScratchDatabase::database)
						.collect(Collectors.toMap(Database::name, (database) -> database, (one, other) -> one,
								LinkedHashMap::new)),
					this.complete)
				.run();
		}
		finally {
			scratches.forEach(ScratchDatabase::close);
		}
	}

	/**
	 * A way back that does not lead back.
	 *
	 * @param domain the name of the domain
	 * @param version the version, or {@code null} if it is about all of the domains
	 * together
	 * @param what what is wrong
	 * @param differences lines that begin with {@code -} for what is there and should not
	 * be, and with {@code +} for what should be there and is not
	 */
	public record Problem(String domain, @Nullable String version, String what, List<String> differences) {

		/**
		 * Create a problem.
		 */
		public Problem {
			differences = List.copyOf(differences);
		}

		@Override
		public String toString() {
			String subject = (this.version != null) ? this.domain + "@" + this.version : this.domain;
			return "%s: %s%s".formatted(subject, this.what,
					this.differences.stream().map((line) -> "%n    ".formatted() + line).collect(Collectors.joining()));
		}

	}

}
