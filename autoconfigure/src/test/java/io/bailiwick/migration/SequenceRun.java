package io.bailiwick.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.bailiwick.migration.catalog.CatalogScope;
import io.bailiwick.migration.catalog.CatalogSnapshot;
import io.bailiwick.migration.review.RepairPlan;
import io.bailiwick.migration.undo.UndoException;
import io.bailiwick.migration.undo.UndoPlan;
import io.bailiwick.migration.undo.UndoRequest;
import io.bailiwick.migration.undo.UndoStep;
import io.bailiwick.test.MigrationFolder;
import io.bailiwick.test.TestPostgres.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One generated sequence of steps over three dependent domains. After each step the
 * catalog, the histories and a plain Flyway have to say what the model says.
 */
final class SequenceRun {

	private static final List<String> NAMES = List.of("users", "wallets", "transfers");

	private static final String SCHEMA = """
			SELECT n.nspname || '.' || c.relname || '.' || a.attname
			FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE n.nspname IN ('users', 'wallets', 'transfers') AND c.relkind = 'r' AND a.attnum > 0
			      AND NOT a.attisdropped AND c.relname <> 'flyway_schema_history'
			UNION ALL
			SELECT n.nspname || '.' || c.relname
			FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_index i ON i.indexrelid = c.oid
			WHERE n.nspname IN ('users', 'wallets', 'transfers') AND c.relname NOT LIKE 'flyway%' AND i.indisvalid
			      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)""";

	private static final String WAITING = """
			SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE NOT l.granted AND a.application_name = ?""";

	private final Database database;

	private final TestMigrations migrations;

	private final JdbcTemplate jdbc;

	private final Map<String, Flyway> plain;

	private final Map<String, String> agreed = new LinkedHashMap<>();

	private final Path root;

	private final MigrationFolder folder;

	private final Random random;

	private final Map<String, SequenceDomain> domains = new LinkedHashMap<>();

	private final List<String> told = new ArrayList<>();

	private DomainMigrations application;

	private long sequence;

	SequenceRun(Database database, TestMigrations migrations, Map<String, Flyway> plain, Path root, Random random) {
		this.database = database;
		this.migrations = migrations;
		this.jdbc = new JdbcTemplate(migrations.pool());
		this.root = root;
		this.folder = new MigrationFolder(root);
		this.random = random;
		this.plain = plain;
		for (int i = 0; i < NAMES.size(); i++) {
			this.domains.put(NAMES.get(i), new SequenceDomain(NAMES.get(i), NAMES.subList(0, i)));
		}
	}

	/**
	 * A Flyway of each domain that nobody has told anything special.
	 */
	static Map<String, Flyway> plain(TestMigrations migrations, Path root) {
		Map<String, Flyway> plain = new LinkedHashMap<>();
		for (String name : NAMES) {
			plain.put(name,
					Flyway.configure()
						.dataSource(migrations.pool())
						.schemas(name)
						.locations("filesystem:" + root.resolve("db/migration/" + name))
						.load());
		}
		return plain;
	}

	static TestMigrations migrations(Database database, MigrationFolder folder) {
		return new TestMigrations(database, folder).domain("users")
			.domain("wallets", "users")
			.domain("transfers", "users", "wallets");
	}

	/**
	 * What has been done so far.
	 */
	List<String> told() {
		return this.told;
	}

	void begin() throws Exception {
		FileSystemUtils.deleteRecursively(this.root.resolve("db"));
		for (SequenceDomain domain : this.domains.values()) {
			this.jdbc.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(domain.name));
			int versions = 1 + this.random.nextInt(SequenceDomain.VERSIONS);
			for (int version = 1; version <= versions; version++) {
				put(domain, new SequenceDomain.File(version, 0, 0, false));
			}
		}
	}

	private void put(SequenceDomain domain, SequenceDomain.File file) {
		domain.files.put(file.version(), file);
		domain.write(this.folder, file.version());
		this.application = null;
	}

	/**
	 * Do something, and see whether all agree on what came of it.
	 */
	void step() throws SQLException {
		int choice = this.random.nextInt(100);
		if (this.sequence == 0 || choice < 30) {
			migrate();
		}
		else if (choice < 60) {
			undo();
		}
		else if (choice < 75) {
			edit();
		}
		else if (choice < 83) {
			add();
		}
		else if (choice < 93) {
			repair();
		}
		else {
			breakWayBack();
		}
		check();
	}

	void migrate() {
		this.told.add("migrate");
		Set<String> untouched = new TreeSet<>();
		boolean refused = false;
		for (SequenceDomain domain : this.domains.values()) {
			refused |= !domain.edited().isEmpty();
			if (refused) {
				untouched.add(domain.name);
			}
		}
		FailureAnalyzedException failure = null;
		try {
			application().migrate();
		}
		catch (FailureAnalyzedException ex) {
			failure = ex;
		}
		Map<String, Integer> before = rows();
		takeOver();
		assertThat(failure != null).as("refused: %s", (failure != null) ? failure.analysis().getDescription() : "")
			.isEqualTo(refused);
		for (SequenceDomain domain : this.domains.values()) {
			if (untouched.contains(domain.name)) {
				assertThat(domain.rows).as(domain.name).hasSize(before.get(domain.name));
			}
			else {
				assertThat(domain.pending()).as(domain.name).isEmpty();
				domain.indexInDoubt = false;
			}
		}
	}

	/**
	 * An application is started anew when its files have changed, which is when it reads
	 * them.
	 */
	private DomainMigrations application() {
		if (this.application == null) {
			this.application = this.migrations.build();
		}
		return this.application;
	}

	private Map<String, Integer> rows() {
		Map<String, Integer> rows = new LinkedHashMap<>();
		this.domains.forEach((name, domain) -> rows.put(name, domain.rows.size()));
		return rows;
	}

	private void undo() {
		SequenceDomain domain = anyDomain();
		UndoRequest request;
		Set<String> allowed = new TreeSet<>(NAMES);
		int target = 0;
		switch (this.random.nextInt(4)) {
			case 0 -> {
				request = UndoRequest.newest(1 + this.random.nextInt(4));
				target = -1;
			}
			case 1 -> {
				request = UndoRequest.newest(domain.name);
				allowed = Set.of(domain.name);
				target = domain.highest() - 1;
			}
			case 2 -> {
				target = anyTarget(domain);
				request = UndoRequest.backTo(domain.name, String.valueOf(target));
				allowed = Set.of(domain.name);
			}
			default -> {
				target = anyTarget(domain);
				request = UndoRequest.backTo(domain.name, String.valueOf(target))
					.and(NAMES.subList(NAMES.indexOf(domain.name) + 1, NAMES.size()).toArray(String[]::new));
			}
		}
		this.told.add("undo %s %s %s".formatted(request.domains(), request.targets(), request.steps()));
		int expected = (request.steps() > 0) ? Math.min(request.steps(),
				allowed.stream().mapToInt((name) -> this.domains.get(name).inForce().size()).sum()) : -1;
		boolean obstacle = target >= 0 && isBuiltUpon(domain, target, allowed);
		undo(request, domain, target, expected, obstacle);
	}

	private void undo(UndoRequest request, SequenceDomain domain, int target, int expected, boolean obstacle) {
		DomainMigrations migrations = application();
		Map<String, Integer> before = rows();
		try {
			UndoRequest agreed = this.random.nextBoolean() ? request.agreeing(migrations.undoPlan(request)) : request;
			UndoPlan plan = migrations.undo(agreed);
			assertThat(obstacle).as("in the way").isFalse();
			requireDependentsFirst(plan);
			takeOver();
			if (expected >= 0) {
				assertThat(plan.steps()).hasSize(expected);
			}
			if (target >= 0) {
				assertThat(domain.highest()).isLessThanOrEqualTo(target);
			}
		}
		catch (UndoException ex) {
			assertThat(obstacle).as(ex.analysis().getDescription()).isTrue();
			takeOver();
			assertThat(rows()).isEqualTo(before);
		}
		catch (DomainMigrationException ex) {
			takeOver();
			assertThat(this.domains.values()).as(ex.analysis().getDescription())
				.anyMatch((candidate) -> candidate.highest() > 0 && candidate.files.get(candidate.highest()).broken()
						&& ex.analysis()
							.getDescription()
							.contains("%s/U%d__step.sql".formatted(candidate.name, candidate.highest())));
		}
	}

	private int anyTarget(SequenceDomain domain) {
		List<Integer> targets = new ArrayList<>(List.of(0));
		domain.inForce().forEach((row) -> targets.add(row.version));
		return targets.get(this.random.nextInt(targets.size()));
	}

	/**
	 * Whether something above a version was built upon in a domain that may not be
	 * touched.
	 */
	private boolean isBuiltUpon(SequenceDomain domain, int target, Set<String> allowed) {
		return domain.inForce()
			.stream()
			.filter((row) -> row.version > target)
			.anyMatch((row) -> this.domains.values()
				.stream()
				.filter((other) -> other.dependsOn.contains(domain.name) && !allowed.contains(other.name))
				.anyMatch((other) -> other.inForce().stream().anyMatch((later) -> later.sequence > row.sequence)));
	}

	private void requireDependentsFirst(UndoPlan plan) {
		Map<String, List<SequenceDomain.Row>> left = new LinkedHashMap<>();
		this.domains.forEach((name, domain) -> left.put(name, new ArrayList<>(domain.inForce())));
		for (UndoStep step : plan.steps()) {
			List<SequenceDomain.Row> stack = left.get(step.domain());
			SequenceDomain.Row undone = stack.remove(stack.size() - 1);
			assertThat(step.version()).isEqualTo(String.valueOf(undone.version));
			for (SequenceDomain other : this.domains.values()) {
				if (other.dependsOn.contains(step.domain())) {
					assertThat(left.get(other.name)).as("%s before %s", step, other.name)
						.noneMatch((row) -> row.sequence > undone.sequence);
				}
			}
		}
	}

	private void edit() {
		SequenceDomain domain = anyDomain();
		SequenceDomain.File file = anyFile(domain);
		boolean comment = this.random.nextBoolean();
		this.told.add("edit %s@%d (%s)".formatted(domain.name, file.version(), comment ? "comment" : "SQL"));
		put(domain,
				comment ? new SequenceDomain.File(file.version(), file.revision(), file.comments() + 1, file.broken())
						: new SequenceDomain.File(file.version(), (file.revision() + 1) % SequenceDomain.File.REVISIONS,
								file.comments(), file.broken()));
	}

	private void breakWayBack() {
		SequenceDomain domain = anyDomain();
		SequenceDomain.File file = anyFile(domain);
		if (file.version() != SequenceDomain.WITHOUT_TRANSACTION) {
			this.told.add("%s the way back of %s@%d".formatted(file.broken() ? "mend" : "break", domain.name,
					file.version()));
			put(domain, new SequenceDomain.File(file.version(), file.revision(), file.comments(), !file.broken()));
		}
	}

	private void add() {
		SequenceDomain domain = anyDomain();
		int version = domain.files.size() + 1;
		if (version <= SequenceDomain.VERSIONS) {
			this.told.add("add %s@%d".formatted(domain.name, version));
			put(domain, new SequenceDomain.File(version, 0, 0, false));
		}
	}

	private void repair() {
		this.told.add("repair");
		Map<String, Set<String>> accepted = new LinkedHashMap<>();
		this.domains.forEach((name, domain) -> {
			Set<String> versions = new TreeSet<>();
			domain.edited().forEach((version) -> versions.add(String.valueOf(version)));
			accepted.put(name, versions);
		});
		DomainMigrations migrations = application();
		RepairPlan plan = migrations.repairPlan(MigrationScope.all(), accepted);
		migrations.repair(MigrationScope.all(), accepted, plan);
		this.domains.values()
			.forEach((domain) -> domain.inForce().forEach((row) -> row.checksum = domain.checksum(row.version)));
		takeOver();
	}

	/**
	 * Have another process migrate or undo, kill it when it is in the middle of a file,
	 * and start again.
	 */
	void kill(Supplier<SequenceProcess> processes) throws Exception {
		boolean undo = this.sequence > 0 && this.random.nextBoolean();
		List<Gate> gates = gates(undo);
		if (gates.isEmpty()) {
			migrate();
			check();
			return;
		}
		Gate gate = gates.get(this.random.nextInt(gates.size()));
		this.told.add("kill -9 while it %s %s".formatted(undo ? "undoes" : "applies", gate));
		boolean waited;
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			if (gate.version() == SequenceDomain.WITHOUT_TRANSACTION) {
				connection.setAutoCommit(false);
				statement.execute("LOCK TABLE %s.t1 IN ROW EXCLUSIVE MODE".formatted(gate.domain().name));
			}
			else {
				statement.execute("SELECT pg_advisory_lock(%d)".formatted(gate.domain().gate(gate.version(), undo)));
			}
			try (SequenceProcess process = processes.get()) {
				CompletableFuture<String> finished = process.tell(undo ? "9" : "migrate");
				waited = awaitWaiting(finished);
				process.kill();
			}
		}
		awaitZero("SELECT count(*) FROM pg_stat_activity WHERE application_name = ?");
		this.domains.values().forEach((domain) -> domain.indexInDoubt |= !undo);
		takeOver();
		if (waited) {
			boolean inForce = gate.domain().inForce().stream().anyMatch((row) -> row.version == gate.version());
			assertThat(inForce).as("%s after the kill", gate).isEqualTo(undo);
		}
		check();
		migrate();
		check();
	}

	/**
	 * Where a process can be made to wait: in every file that it may come to.
	 */
	private List<Gate> gates(boolean undo) {
		List<Gate> gates = new ArrayList<>();
		for (SequenceDomain domain : this.domains.values()) {
			boolean table = domain.highest() > 0;
			List<Integer> versions = undo ? domain.inForce().stream().map((row) -> row.version).toList()
					: domain.pending();
			versions.stream()
				.filter((version) -> version != SequenceDomain.WITHOUT_TRANSACTION || (table && !undo))
				.forEach((version) -> gates.add(new Gate(domain, version)));
		}
		return gates;
	}

	private boolean awaitWaiting(CompletableFuture<String> finished) {
		long deadline = System.nanoTime() + 60_000_000_000L;
		while (!finished.isDone()) {
			assertThat(System.nanoTime()).as("the other process goes on").isLessThan(deadline);
			if (count(WAITING) > 0) {
				return true;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	private void awaitZero(String sql) {
		long deadline = System.nanoTime() + 60_000_000_000L;
		while (count(sql) > 0) {
			assertThat(System.nanoTime()).as("deadline of: %s", sql).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private int count(String sql) {
		return this.jdbc.queryForObject(sql, Integer.class, SequenceProcess.APPLICATION);
	}

	private SequenceDomain anyDomain() {
		return this.domains.get(NAMES.get(this.random.nextInt(NAMES.size())));
	}

	private SequenceDomain.File anyFile(SequenceDomain domain) {
		return domain.files.get(1 + this.random.nextInt(domain.files.size()));
	}

	/**
	 * Read what has been appended to the histories, which has to be what may follow.
	 */
	private void takeOver() {
		for (SequenceDomain domain : this.domains.values()) {
			List<String> actual = history(domain);
			assertThat(actual.size()).as("history of %s", domain.name).isGreaterThanOrEqualTo(domain.rows.size());
			for (String row : actual.subList(domain.rows.size(), actual.size())) {
				int version = Integer.parseInt(row.split(" ")[0]);
				boolean delete = row.contains(" DELETE ");
				List<Integer> pending = domain.pending();
				assertThat(version).as("%s after %s in %s", row, domain.rows, domain.name)
					.isEqualTo(delete ? domain.highest() : (pending.isEmpty() ? -1 : pending.get(0)));
				domain.append(version, delete, ++this.sequence);
			}
		}
	}

	private List<String> history(SequenceDomain domain) {
		String table = domain.name + ".flyway_schema_history";
		Boolean exists = this.jdbc.queryForObject("SELECT to_regclass(?) IS NOT NULL", Boolean.class, table);
		return Boolean.TRUE.equals(exists) ? this.jdbc.queryForList(
				"SELECT concat_ws(' ', version, type, checksum, CASE WHEN NOT success THEN 'failed' END) FROM %s ORDER BY installed_rank"
					.formatted(table),
				String.class) : List.of();
	}

	private void check() {
		Set<String> schema = new TreeSet<>();
		Set<String> doubtful = new TreeSet<>();
		for (SequenceDomain domain : this.domains.values()) {
			schema.addAll(domain.schema());
			if (domain.indexInDoubt && !schema.contains(domain.name + ".i3")) {
				doubtful.add(domain.name + ".i3");
			}
			assertThat(history(domain)).as("history of %s", domain.name)
				.isEqualTo(domain.rows.stream().map(SequenceDomain.Row::toString).toList());
			checkPlainFlyway(domain);
		}
		Set<String> actual = new TreeSet<>(this.jdbc.queryForList(SCHEMA, String.class));
		actual.removeAll(doubtful);
		for (SequenceDomain domain : this.domains.values()) {
			if (domain.indexInDoubt) {
				// What a killed process was about stays noted until somebody goes on.
				actual.removeIf((name) -> name.startsWith(domain.name + ".bailiwick_migration_intent."));
			}
		}
		assertThat(actual).as("catalog").isEqualTo(schema);
	}

	/**
	 * Its answer depends on history and files alone: while they stay as they were, so
	 * does it.
	 */
	private void checkPlainFlyway(SequenceDomain domain) {
		String now = domain.rows + "/" + domain.files;
		if (now.equals(this.agreed.put(domain.name, now))) {
			return;
		}
		List<String> expected = new ArrayList<>();
		int highest = domain.highest();
		Set<Integer> edited = domain.edited();
		domain.rows.stream()
			.filter((row) -> !row.delete)
			.forEach((row) -> expected.add(row.deleted ? row.version + " Deleted"
					: "%d Success%s".formatted(row.version, edited.contains(row.version) ? " edited" : "")));
		domain.pending().forEach((version) -> expected.add(version + " Pending"));
		List<String> actual = new ArrayList<>();
		MigrationInfoService service = this.plain.get(domain.name).info();
		for (MigrationInfo info : service.all()) {
			boolean changed = info.getState().isApplied() && info.getState().getDisplayName().equals("Success")
					&& !info.isChecksumMatching();
			actual.add(
					"%s %s%s".formatted(info.getVersion(), info.getState().getDisplayName(), changed ? " edited" : ""));
		}
		assertThat(actual).as("plain Flyway on %s", domain.name).containsExactlyInAnyOrderElementsOf(expected);
		MigrationInfo current = service.current();
		assertThat((current != null) ? current.getVersion().toString() : "0").isEqualTo(String.valueOf(highest));
	}

	/**
	 * Compare all that the catalog says with a database in which only that was run which
	 * is in force.
	 */
	void compareWithScratch(Database scratch) throws SQLException {
		record Applied(SequenceDomain domain, SequenceDomain.Row row) {

		}
		List<Applied> applied = new ArrayList<>();
		this.domains.values()
			.forEach((domain) -> domain.inForce().forEach((row) -> applied.add(new Applied(domain, row))));
		applied.sort(Comparator.comparingLong((each) -> each.row().sequence));
		try (Connection connection = scratch.connect(); Statement statement = connection.createStatement()) {
			for (String name : NAMES) {
				statement.execute("DROP SCHEMA IF EXISTS %1$s CASCADE; CREATE SCHEMA %1$s".formatted(name));
			}
			for (Applied each : applied) {
				statement.execute("SET search_path = " + each.domain().name);
				String sql = new SequenceDomain.File(each.row().version, each.row().revision, 0, false)
					.up(each.domain());
				for (String single : sql.split(";\n")) {
					statement.execute(single);
				}
			}
			assertThat(snapshot(connection)).isEqualTo(snapshot(this.database.connect()));
		}
	}

	private static List<String> snapshot(Connection connection) throws SQLException {
		try (connection) {
			return CatalogSnapshot
				.read(connection, CatalogScope.of(NAMES.toArray(String[]::new)).without("flyway_schema_history"))
				.entries()
				.stream()
				.map(Object::toString)
				.toList();
		}
	}

	private record Gate(SequenceDomain domain, int version) {

		@Override
		public String toString() {
			return this.domain.name + "@" + this.version;
		}

	}

}
