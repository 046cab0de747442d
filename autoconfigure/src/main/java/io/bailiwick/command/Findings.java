package io.bailiwick.command;

import java.util.List;

import io.bailiwick.migration.review.Finding;

import org.springframework.boot.json.JsonWriter.Members;

/**
 * Says in what files and histories differ.
 */
final class Findings {

	private final List<Finding> findings;

	Findings(List<Finding> findings) {
		this.findings = findings;
	}

	static void describe(Members<Finding> members) {
		members.add("domain", Finding::domain);
		members.add("kind", (finding) -> Words.token(finding.kind()));
		members.add("version", Finding::version);
		members.add("description", Finding::description);
		members.add("file", Finding::file);
		members.add("rank", Finding::rank);
		members.add("why", Finding::why);
		members.add("remedy", (finding) -> Invocation.ofThisProcess().complete(finding.remedy()));
	}

	/**
	 * Print the findings, what mends several of them only once.
	 */
	void print(Output output, String indent) {
		for (int i = 0; i < this.findings.size(); i++) {
			Finding finding = this.findings.get(i);
			String headline = "%s%s: %s".formatted(indent, finding.domain(), finding);
			output.line(finding.kind().isFault() ? output.style(Style.RED, headline) : headline);
			Finding next = (i + 1 < this.findings.size()) ? this.findings.get(i + 1) : null;
			if (next == null || !next.remedy().equals(finding.remedy())) {
				output.line(indent + "    " + Invocation.ofThisProcess().complete(finding.remedy()));
			}
		}
	}

}
