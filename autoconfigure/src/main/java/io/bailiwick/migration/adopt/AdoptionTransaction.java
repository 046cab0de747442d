package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.database.Database;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import io.bailiwick.migration.catalog.CatalogDifference;
import io.bailiwick.migration.catalog.CatalogScope;
import io.bailiwick.migration.catalog.CatalogSnapshot;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction in which a database is taken over. A preview is a rehearsal: the
 * same transaction, rolled back.
 */
final class AdoptionTransaction {

	private static final String PENDING = "*:pending";

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private final Database database;

	private final List<DomainFiles> adopted;

	private final AdoptionDraft draft;

	private final CatalogScope scope;

	private final SchemaBuild.Result built;

	private final boolean move;

	AdoptionTransaction(Database database, List<DomainFiles> adopted, AdoptionDraft draft, CatalogScope scope,
			SchemaBuild.Result built, boolean move) {
		this.database = database;
		this.adopted = adopted;
		this.draft = draft;
		this.scope = scope;
		this.built = built;
		this.move = move;
	}

	AdoptionPlan run(SchemaCreation schemas, boolean accept, @Nullable AdoptionPlan planned) throws SQLException {
		try (Connection connection = this.database.connect()) {
			connection.setAutoCommit(false);
			try {
				// Moving a table waits for whoever uses it, and everybody else waits for
				// us.
				execute(connection, "SET LOCAL lock_timeout = '5s'");
				schemas.create(connection, this.adopted.stream().map(DomainFiles::domain).toList());
				AdoptionPlan plan = compare(connection);
				if (planned != null) {
					requireAsPlanned(plan, planned);
					requireProof(plan, accept);
				}
				write(connection);
				validate(connection);
				if (planned != null) {
					connection.commit();
				}
				return plan;
			}
			finally {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	private AdoptionPlan compare(Connection connection) throws SQLException {
		if (this.built.snapshot() == null) {
			return plan(List.of(), new SchemaProof(this.built.outcome(), this.built.where(), List.of()));
		}
		CatalogDifference difference = difference(connection, this.built.snapshot());
		List<String> moves = moves(connection, difference);
		if (this.move && !moves.isEmpty()) {
			move(connection, moves);
			difference = difference(connection, this.built.snapshot());
		}
		return plan(moves, new SchemaProof(difference.isEmpty() ? Outcome.SAME : Outcome.DIFFERENT, this.built.where(),
				difference.lines()));
	}

	private AdoptionPlan plan(List<String> moves, SchemaProof proof) {
		return new AdoptionPlan(this.database.name(), this.draft.source(), this.draft.domains(), this.draft.forgotten(),
				this.draft.edited(), moves, this.move, proof);
	}

	private CatalogDifference difference(Connection connection, CatalogSnapshot files) throws SQLException {
		return CatalogSnapshot.read(connection, this.scope).compareWith(files);
	}

	private List<String> moves(Connection connection, CatalogDifference difference) throws SQLException {
		if (this.draft.source() == null || this.scope.schemas().containsKey(this.draft.source().name().schema())) {
			return List.of();
		}
		CatalogSnapshot elsewhere = CatalogSnapshot.read(connection,
				CatalogScope.of(this.draft.source().name().schema())
					.without(this.scope.withoutTables().toArray(String[]::new)));
		return new ObjectMoves(difference).from(elsewhere);
	}

	private void move(Connection connection, List<String> moves) throws SQLException {
		List<String> path = new ArrayList<>(this.scope.schemas().keySet());
		if (this.draft.source() != null) {
			path.add(0, this.draft.source().name().schema());
		}
		try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, true)")) {
			statement.setString(1, path.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")));
			statement.execute();
		}
		for (String sql : moves) {
			try {
				execute(connection, sql);
			}
			catch (SQLException ex) {
				throw new AdoptionException(
						"%s can not be moved: %s [SQLSTATE %s].%n%n    %s"
							.formatted(this.database.location().describe(), ex.getMessage(), ex.getSQLState(), sql),
						LOCK_NOT_AVAILABLE.equals(ex.getSQLState())
								? "Somebody is using it. Adopt when the old application is stopped or idle."
								: "Have its owner run this statement, and adopt again.",
						ex);
			}
		}
	}

	private void write(Connection connection) throws SQLException {
		HistoryWriter writer = new HistoryWriter(connection);
		for (DomainAdoption domain : this.draft.toWrite()) {
			if (!AdoptionDraft.exists(connection, domain.history())) {
				writer.create(domain.history());
			}
			writer.insert(domain.history(), domain.rows());
		}
	}

	/**
	 * Flyway itself looks at what is not yet committed, so that nothing is that it would
	 * not accept.
	 */
	private void validate(Connection connection) {
		List<String> complaints = new ArrayList<>();
		for (DomainFiles files : this.adopted) {
			Configuration configuration = files.configuration();
			ValidateResult result = new FluentConfiguration(configuration.getClassLoader()).configuration(configuration)
				.dataSource(new BorrowedConnection(connection).dataSource())
				.callbacks(new Callback[0])
				.skipDefaultCallbacks(true)
				.ignoreMigrationPatterns(Stream
					.concat(Arrays.stream(configuration.getIgnoreMigrationPatterns()),
							Stream.of(ValidatePattern.fromPattern(PENDING)))
					.toArray(ValidatePattern[]::new))
				.load()
				.validateWithResult();
			for (ValidateOutput output : result.invalidMigrations) {
				complaints.add("    %s: %s".formatted(files.domain().name(),
						output.errorDetails.errorMessage.lines().findFirst().orElse("")));
			}
			if (!result.validationSuccessful && result.invalidMigrations.isEmpty()) {
				complaints.add("    %s: %s".formatted(files.domain().name(), result.getAllErrorMessages()));
			}
		}
		if (!complaints.isEmpty()) {
			throw new AdoptionException(
					"Flyway would not accept the histories that the domains would get:%n%n%s"
						.formatted(String.join(System.lineSeparator(), complaints)),
					"Apply with the old tool what it has left out (or set 'bailiwick.migration.out-of-order=true' to have it applied afterwards), "
							+ "or say where a file has gone with --map, and adopt then.");
		}
	}

	static void requireAsPlanned(AdoptionPlan plan, @Nullable AdoptionPlan planned) {
		if (planned != null && !plan.equals(planned)) {
			throw new AdoptionException(
					"The database is no longer what the preview has shown: somebody has changed it meanwhile.",
					"Look at the preview again.");
		}
	}

	private void requireProof(AdoptionPlan plan, boolean accept) {
		if (accept) {
			return;
		}
		List<String> reasons = new ArrayList<>(plan.edited());
		if (plan.proof().outcome() == Outcome.DIFFERENT) {
			reasons.addAll(plan.proof().differences());
		}
		if (plan.proof().outcome() == Outcome.IMPOSSIBLE) {
			reasons.add("It can not be proven that they are the same: " + plan.proof().where());
		}
		if (!reasons.isEmpty()) {
			String moves = plan.moves().isEmpty() || plan.moving() ? ""
					: " Much may be in another schema only: --move brings it along.";
			throw new AdoptionException(
					"The files are not what the database has (-: only in the database, +: only from the files):%n%n%s"
						.formatted(reasons.stream()
							.map((reason) -> "    " + reason)
							.collect(Collectors.joining(System.lineSeparator()))),
					"Correct the files or the database, or accept the differences with --accept-differences.%s"
						.formatted(moves));
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
