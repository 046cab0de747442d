package io.bailiwick.database.role;

/**
 * Something that a domain's application role may do and should not, or may not and
 * should.
 *
 * @param domain the name of the domain
 * @param role the name of its application role
 * @param problem what is wrong, as a clause of which the role is the subject
 * @param remedy the statement that mends it, to be executed by an administrator
 * @param usual whether servers are like this by default, so that it is nobody's doing
 */
public record Violation(String domain, String role, String problem, String remedy, boolean usual) {

	/**
	 * Describe the violation in one line.
	 * @return the description
	 */
	public String describe() {
		return "domain '%s': the role %s %s. Mend it with: %s".formatted(this.domain, this.role, this.problem,
				this.remedy);
	}

}
