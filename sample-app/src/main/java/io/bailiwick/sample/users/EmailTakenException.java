package io.bailiwick.sample.users;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * The address belongs to another user, who may have been deleted.
 */
class EmailTakenException extends ProblemException {

	EmailTakenException(String email) {
		super(HttpStatus.CONFLICT, "email-taken", "Email taken",
				"There is a user with the email " + email + " already.");
	}

}
