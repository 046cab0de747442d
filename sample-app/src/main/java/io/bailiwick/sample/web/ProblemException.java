package io.bailiwick.sample.web;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that a domain refuses, as the client is told about it (RFC 9457).
 */
public abstract class ProblemException extends ErrorResponseException {

	/**
	 * Refuse a request.
	 * @param status what HTTP calls it
	 * @param name the stable name that clients compare, the last part of the type
	 * @param title what has happened, the same for every occurrence
	 * @param detail what has happened this time
	 */
	protected ProblemException(HttpStatus status, String name, String title, String detail) {
		super(status, problem(status, name, title, detail), null);
	}

	private static ProblemDetail problem(HttpStatus status, String name, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(type(name));
		problem.setTitle(title);
		return problem;
	}

	/**
	 * The type of a problem: a name, not an address, so that it stays the same wherever
	 * the application runs.
	 * @param name the name of the problem
	 * @return its type
	 */
	static URI type(String name) {
		return URI.create("urn:bailiwick:problem:" + name);
	}

}
