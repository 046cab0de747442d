package io.bailiwick.command;

import io.bailiwick.migration.adopt.AdoptedRow;
import io.bailiwick.migration.adopt.AdoptionPlan;
import io.bailiwick.migration.adopt.DomainAdoption;
import io.bailiwick.migration.adopt.ProofMode;
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
