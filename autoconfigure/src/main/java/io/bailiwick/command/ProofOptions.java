package io.bailiwick.command;

import io.bailiwick.migration.adopt.AdoptedRow;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.DomainAdoption;
import io.bailiwick.migration.adopt.ProofMode;
import io.bailiwick.migration.adopt.SchemaProof.Outcome;
import picocli.CommandLine.Option;

import org.springframework.boot.json.JsonWriter.Members;

/**
 * How it is proven that files describe what a database has, and how that is said.
 */
final class ProofOptions {

	@Option(names = "--proof", paramLabel = "<how>",
			description = "Where to build what the files describe, to compare: ${COMPLETION-CANDIDATES}.")
	private ProofMode proof = ProofMode.AUTOMATIC;

	@Option(names = "--accept-differences",
			description = "Go on although the files do not describe the database, or although that can not be proven.")
	private boolean accept;

	ProofMode proof() {
		return this.proof;
	}

	boolean acceptsDifferences() {
		return this.accept;
	}

	/**
	 * Whether a plan would be refused, so that there is nothing to ask; if so, that has
	 * been said.
	 */
	boolean refuses(AdoptionPlan plan, Output output) {
		Outcome outcome = plan.proof().outcome();
		boolean refused = !this.accept && (outcome == Outcome.DIFFERENT || outcome == Outcome.IMPOSSIBLE);
		if (refused) {
			output.note(((outcome == Outcome.DIFFERENT) ? "The files do not describe what is there."
					: "Whether the files describe what is there could not be proven.")
					+ " Nothing was changed. --accept-differences goes ahead all the same.");
		}
		return refused;
	}

	static void describe(Members<AdoptionPlan> members) {
		members.add("database", AdoptionPlan::database);
		members.add("source", (plan) -> (plan.source() != null) ? plan.source().describe() : null);
		members.add("domains", (plan) -> Json.each(plan.domains(), ProofOptions::describeDomain));
		members.add("forgotten", AdoptionPlan::forgotten);
		members.add("edited", AdoptionPlan::edited);
		members.add("moves", AdoptionPlan::moves);
		members.add("moved", AdoptionPlan::moving);
		members.add("proof", (plan) -> Words.token(plan.proof().outcome()));
		members.add("differences", (plan) -> plan.proof().differences());
	}

	private static void describeDomain(Members<DomainAdoption> members) {
		members.add("domain", DomainAdoption::domain);
		members.add("history", (domain) -> domain.history().toString());
		members.add("adopted", DomainAdoption::adopted);
		members.add("rows", (domain) -> Json.each(domain.rows(), ProofOptions::describeRow));
		members.add("counted", DomainAdoption::counted);
		members.add("pending", DomainAdoption::pending);
	}

	private static void describeRow(Members<AdoptedRow> members) {
		members.add("rank", AdoptedRow::rank);
		members.add("version", AdoptedRow::version);
		members.add("description", AdoptedRow::description);
		members.add("type", AdoptedRow::type);
		members.add("script", AdoptedRow::script);
		members.add("checksum", AdoptedRow::checksum);
		members.add("installedOn", AdoptedRow::installedOn);
		members.add("installedBy", AdoptedRow::installedBy);
	}

}
