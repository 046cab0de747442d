package io.bailiwick.migration.adopt;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * Which versions a database is to be said to have.
 *
 * @param versions the versions, by the names of the domains
 * @param proof how to prove that the files up to these versions describe the database
 * @param acceptDifferences whether to write the baselines although they do not, or
 * although that can not be proven
 */
public record BaselineRequest(Map<String, String> versions, ProofMode proof, boolean acceptDifferences) {

	/**
	 * Create a request.
	 */
	public BaselineRequest {
		Assert.notEmpty(versions, "'versions' must not be empty");
		versions = new LinkedHashMap<>(versions);
	}

	/**
	 * Say which version a domain has.
	 * @param domain the name of the domain
	 * @param version the version
	 * @return the request
	 */
	public static BaselineRequest of(String domain, String version) {
		return new BaselineRequest(Map.of(domain, version), ProofMode.AUTOMATIC, false);
	}

	/**
	 * Say which version another domain has.
	 * @param domain the name of the domain
	 * @param version the version
	 * @return the request
	 */
	public BaselineRequest and(String domain, String version) {
		Map<String, String> versions = new LinkedHashMap<>(this.versions);
		versions.put(domain, version);
		return new BaselineRequest(versions, this.proof, this.acceptDifferences);
	}

	/**
	 * Prove it in a certain way.
	 * @param proof the way
	 * @return the request
	 */
	public BaselineRequest withProof(ProofMode proof) {
		return new BaselineRequest(this.versions, proof, this.acceptDifferences);
	}

	/**
	 * Write the baselines although files and database differ, or although that can not be
	 * told.
	 * @return the request
	 */
	public BaselineRequest acceptingDifferences() {
		return new BaselineRequest(this.versions, this.proof, true);
	}

}
