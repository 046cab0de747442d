package io.bailiwick.migration.adopt;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What adopting a database, or setting a baseline in it, would write.
 *
 * @param database the name of the database
 * @param source the history that is taken over, or {@code null} if it is a baseline that
 * somebody has named
 * @param domains what it means for each domain that takes part, in their order
 * @param forgotten migrations of the old history that are left out, because somebody has
 * said so
 * @param edited where a file is not what was applied
 * @param moves statements that bring objects from where the old tool made them into the
 * schemas of the domains
 * @param moving whether these statements are part of the adoption; otherwise they are a
 * suggestion
 * @param proof whether the files describe what the database has
 */
public record AdoptionPlan(String database, @Nullable OldTable source, List<DomainAdoption> domains,
		List<String> forgotten, List<String> edited, List<String> moves, boolean moving, SchemaProof proof) {

	/**
	 * Create a plan.
	 */
	public AdoptionPlan {
		domains = List.copyOf(domains);
		forgotten = List.copyOf(forgotten);
		edited = List.copyOf(edited);
		moves = List.copyOf(moves);
	}

	/**
	 * Whether nothing is to be written.
	 * @return whether all has been adopted already, or there is nothing to adopt
	 */
	public boolean isEmpty() {
		return this.domains.stream().allMatch((domain) -> domain.adopted() || domain.rows().isEmpty());
	}

	/**
	 * Say what would be written, in lines to be read.
	 * @return the lines
	 */
	public List<String> lines() {
		List<String> lines = new ArrayList<>();
		if (this.source != null) {
			lines.add("Found %s in the database '%s'; it stays as it is.".formatted(this.source.describe(),
					this.database));
		}
		if (isEmpty()) {
			lines.add(this.domains.isEmpty() ? "Nothing has been applied there: there is nothing to adopt."
					: "There is nothing to adopt: the histories of the domains say so already.");
			return lines;
		}
		this.domains.forEach((domain) -> describe(domain, lines));
		add(lines, "Left out, as you said:", this.forgotten);
		add(lines, "Files that are not what was applied:", this.edited);
		add(lines, this.moving ? "Moved in the same transaction:"
				: "Not where the files put it. Move it yourself, or with --move:", this.moves);
		describeProof(lines);
		return lines;
	}

	private void describe(DomainAdoption domain, List<String> lines) {
		lines.add("");
		if (domain.adopted()) {
			lines.add("%s: %s says so already".formatted(domain.domain(), domain.history()));
			return;
		}
		lines.add("%s: %d row%s into %s".formatted(domain.domain(), domain.rows().size(),
				(domain.rows().size() == 1) ? "" : "s", domain.history()));
		domain.rows().forEach((row) -> lines.add("  %3d  %s".formatted(row.rank(), row)));
		domain.counted().forEach((file) -> lines.add("       counts as applied: " + file));
		domain.pending().forEach((file) -> lines.add("       will run: " + file));
	}

	private void describeProof(List<String> lines) {
		switch (this.proof.outcome()) {
			case SAME -> lines.addAll(List.of("",
					"The database has exactly what these files describe (built %s).".formatted(this.proof.where())));
			case DIFFERENT -> add(lines,
					"The database (-) is not what these files describe (+, built %s):".formatted(this.proof.where()),
					this.proof.differences());
			case NOTHING_TO_COMPARE -> lines.addAll(List.of("", "No file counts as applied: nothing to compare."));
			case IMPOSSIBLE -> lines.addAll(
					List.of("", "It could not be proven that the files describe the database: " + this.proof.where()));
			case NOT_ASKED -> lines.addAll(List.of("", "Not compared with what the files describe, as you said."));
		}
	}

	private static void add(List<String> lines, String title, List<String> details) {
		if (!details.isEmpty()) {
			lines.add("");
			lines.add(title);
			details.forEach((detail) -> lines.add("  " + detail));
		}
	}

}
