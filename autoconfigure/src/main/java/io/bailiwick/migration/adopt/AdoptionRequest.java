package io.bailiwick.migration.adopt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be adopted.
 *
 * @param domains the names of the domains; empty for all that have a file of the old
 * history
 * @param database the name of the database, or {@code null} for the one in which the
 * domains live
 * @param from the table of the old history, with or without its schema, or {@code null}
 * to find it
 * @param map where the migrations have gone, as far as their names do not tell
 * @param move whether to bring objects from where the old tool made them into the schemas
 * of the domains
 * @param proof how to prove that the files describe the database
 * @param acceptDifferences whether to adopt although they do not, or although that can
 * not be proven
 */
public record AdoptionRequest(Set<String> domains, @Nullable String database, @Nullable String from, FileMap map,
		boolean move, ProofMode proof, boolean acceptDifferences) {

	/**
	 * Create a request.
	 */
	public AdoptionRequest {
		domains = new LinkedHashSet<>(domains);
	}

	/**
	 * Adopt what can be found.
	 * @param domains the names of the domains; none for all that have a file of the old
	 * history
	 * @return the request
	 */
	public static AdoptionRequest of(String... domains) {
		return new AdoptionRequest(new LinkedHashSet<>(List.of(domains)), null, null, FileMap.empty(), false,
				ProofMode.AUTOMATIC, false);
	}

	/**
	 * Adopt in one database.
	 * @param database the name of the database
	 * @return the request
	 */
	public AdoptionRequest inDatabase(String database) {
		return new AdoptionRequest(this.domains, database, this.from, this.map, this.move, this.proof,
				this.acceptDifferences);
	}

	/**
	 * Adopt a certain history.
	 * @param table the table, with or without its schema
	 * @return the request
	 */
	public AdoptionRequest fromTable(String table) {
		return new AdoptionRequest(this.domains, this.database, table, this.map, this.move, this.proof,
				this.acceptDifferences);
	}

	/**
	 * Say where migrations have gone.
	 * @param map the map
	 * @return the request
	 */
	public AdoptionRequest withMap(FileMap map) {
		return new AdoptionRequest(this.domains, this.database, this.from, map, this.move, this.proof,
				this.acceptDifferences);
	}

	/**
	 * Bring objects from where the old tool made them into the schemas of the domains, in
	 * the same transaction.
	 * @return the request
	 */
	public AdoptionRequest moving() {
		return new AdoptionRequest(this.domains, this.database, this.from, this.map, true, this.proof,
				this.acceptDifferences);
	}

	/**
	 * Prove it in a certain way.
	 * @param proof the way
	 * @return the request
	 */
	public AdoptionRequest withProof(ProofMode proof) {
		return new AdoptionRequest(this.domains, this.database, this.from, this.map, this.move, proof,
				this.acceptDifferences);
	}

	/**
	 * Adopt although files and database differ, or although that can not be told.
	 * @return the request
	 */
	public AdoptionRequest acceptingDifferences() {
		return new AdoptionRequest(this.domains, this.database, this.from, this.map, this.move, this.proof, true);
	}

}
