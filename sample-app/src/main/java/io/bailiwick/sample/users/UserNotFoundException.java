package io.bailiwick.sample.users;

import java.util.UUID;

import io.bailiwick.sample.web.ProblemException;

import org.springframework.http.HttpStatus;

/**
 * There is no such user.
 */
class UserNotFoundException extends ProblemException {

	UserNotFoundException(UUID id) {
		super(HttpStatus.NOT_FOUND, "user-not-found", "User not found", "There is no user with the id " + id + ".");
	}

}
