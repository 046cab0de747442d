package io.bailiwick.migration.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bailiwick.database.Database;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import io.bailiwick.migration.catalog.CatalogScope;
import io.bailiwick.migration.history.TableName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Takes over one database: all of its domains together, or none.
 */
public final class Adoption {

	private final Database database;

	private final List<DomainFiles> inhabitants;

	private final Set<TableName> ownTables;

	private final SchemaCreation schemas;

	/**
	 * Create an adoption.
	 * @param database the database
	 * @param inhabitants the domains that live in it, in their order
	 * @param ownTables the histories that these domains keep, in whichever there are
	 * @param schemas creates the schemas of domains
	 */
	public Adoption(Database database, List<DomainFiles> inhabitants, Set<TableName> ownTables,
			SchemaCreation schemas) {
		Assert.notNull(database, "'database' must not be null");
		this.database = database;
		this.inhabitants = List.copyOf(inhabitants);
		this.ownTables = Set.copyOf(ownTables);
		this.schemas = schemas;
	}

	/**
	 * Find the history of another tool.
	 * @param connection a connection to the database
	 * @param database the database, as messages call it
	 * @param ownTables the histories that its domains keep
	 * @param from the table that somebody has named, or {@code null}
	 * @return the history
	 * @throws SQLException if the catalog can not be read
	 * @throws AdoptionException if there is none, or more than one, or it can not be read
	 */
	public static OldTable find(Connection connection, String database, Set<TableName> ownTables, @Nullable String from)
			throws SQLException {
		return new OldTables(connection, database, ownTables).find(from);
	}

	/**
	 * Take over a history.
	 * @param request what is wanted
	 * @param planned what somebody has agreed to, or {@code null} to find out only what
	 * would be written
	 * @return what was, or would be, written
	 * @throws SQLException if the database refuses
	 * @throws AdoptionException if it can not be taken over; nothing is written then
	 */
	public AdoptionPlan adopt(AdoptionRequest request, @Nullable AdoptionPlan planned) throws SQLException {
		AdoptionDraft draft;
		try (Connection connection = this.database.connect()) {
			connection.setAutoCommit(true);
			OldTable table = find(connection, this.database.location().describe(), this.ownTables, request.from());
			draft = AdoptionDraft.of(connection, table, this.inhabitants, request);
		}
		return carryOut(draft, request.move(), request.proof(), request.acceptDifferences(), planned);
	}

	/**
	 * Say which versions domains have.
	 * @param request what is wanted
	 * @param planned what somebody has agreed to, or {@code null} to find out only what
	 * would be written
	 * @return what was, or would be, written
	 * @throws SQLException if the database refuses
	 * @throws AdoptionException if it can not be written; nothing is written then
	 */
	public AdoptionPlan baseline(BaselineRequest request, @Nullable AdoptionPlan planned) throws SQLException {
		AdoptionDraft draft;
		try (Connection connection = this.database.connect()) {
			connection.setAutoCommit(true);
			draft = AdoptionDraft.of(connection, this.inhabitants, request.versions());
		}
		return carryOut(draft, false, request.proof(), request.acceptDifferences(), planned);
	}

	private AdoptionPlan carryOut(AdoptionDraft draft, boolean move, ProofMode mode, boolean accept,
			@Nullable AdoptionPlan planned) throws SQLException {
		if (draft.isEmpty()) {
			AdoptionPlan plan = new AdoptionPlan(this.database.name(), draft.source(), draft.domains(),
					draft.forgotten(), draft.edited(), List.of(), false,
					new SchemaProof(Outcome.NOT_ASKED, null, List.of()));
			AdoptionTransaction.requireAsPlanned(plan, planned);
			return plan;
		}
		CatalogScope scope = scope(draft);
		SchemaBuild.Result built = build(draft, scope, mode);
		List<DomainFiles> adopted = this.inhabitants.stream()
			.filter((domain) -> draft.namesToWrite().contains(domain.domain().name()))
			.toList();
		return new AdoptionTransaction(this.database, adopted, draft, scope, built, move).run(this.schemas, accept,
				planned);
	}

	private SchemaBuild.Result build(AdoptionDraft draft, CatalogScope scope, ProofMode mode) {
		List<BuiltDomain> domains = new ArrayList<>();
		boolean nothing = true;
		Set<String> needed = needed(draft.namesToWrite());
		for (DomainFiles files : this.inhabitants) {
			String name = files.domain().name();
			DomainAdoption adoption = draft.toWrite()
				.stream()
				.filter((domain) -> domain.domain().equals(name))
				.findFirst()
				.orElse(null);
			if (adoption != null) {
				Set<String> run = new HashSet<>(adoption.counted());
				adoption.rows().stream().filter((row) -> !row.isBaseline()).forEach((row) -> run.add(row.script()));
				nothing &= run.isEmpty();
				domains.add(new BuiltDomain(files, files.scriptsWithout(run)));
			}
			else if (needed.contains(name)) {
				domains.add(new BuiltDomain(files, Set.of()));
			}
		}
		return nothing ? new SchemaBuild.Result(null, Outcome.NOTHING_TO_COMPARE, null)
				: new SchemaBuild(this.database, domains, scope).run(mode);
	}

	/**
	 * The domains and all that their files may refer to.
	 */
	private Set<String> needed(Set<String> names) {
		Set<String> needed = new LinkedHashSet<>(names);
		List<DomainFiles> fromLast = new ArrayList<>(this.inhabitants);
		Collections.reverse(fromLast);
		for (DomainFiles files : fromLast) {
			if (needed.contains(files.domain().name())) {
				needed.addAll(files.domain().dependsOn());
			}
		}
		return needed;
	}

	private CatalogScope scope(AdoptionDraft draft) {
		Set<String> schemas = new LinkedHashSet<>();
		Set<String> without = new LinkedHashSet<>(Set.of("ar_internal_metadata"));
		this.ownTables.forEach((table) -> without.add(table.table()));
		for (DomainFiles files : this.inhabitants) {
			if (draft.namesToWrite().contains(files.domain().name())) {
				schemas.add(files.domain().schema());
				without.add(files.history().table());
			}
		}
		if (draft.source() != null) {
			without.add(draft.source().name().table());
		}
		return CatalogScope.of(schemas.toArray(String[]::new)).without(without.toArray(String[]::new));
	}

}
