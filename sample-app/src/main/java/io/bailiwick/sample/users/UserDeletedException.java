package io.bailiwick.sample.users;

import java.util.UUID;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * Something was asked for a user who has been deleted.
 */
class UserDeletedException extends ProblemException {

	UserDeletedException(UUID id) {
		super(HttpStatus.UNPROCESSABLE_CONTENT, "user-deleted", "User deleted",
				"The user " + id + " has been deleted and can hold no new wallet.");
	}

}
