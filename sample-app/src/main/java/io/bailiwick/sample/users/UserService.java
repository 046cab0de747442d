package io.bailiwick.sample.users;

import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What other domains may ask about users.
 */
@Service
public class UserService {

	private final Users users;

	UserService(Users users) {
		this.users = users;
	}

	/**
	 * Make sure that a user is active and stays so until the caller's transaction ends. A
	 * check without a lock would let a user be deleted between it and what it was made
	 * for.
	 * @param id the user's id
	 * @throws UserNotFoundException if there is no such user
	 * @throws UserDeletedException if the user has been deleted
	 */
	@Transactional(transactionManager = "users", propagation = Propagation.MANDATORY)
	public void holdActive(UUID id) {
		User user = this.users.lock(id).orElseThrow(() -> new UserNotFoundException(id));
		if (!"active".equals(user.status())) {
			throw new UserDeletedException(id);
		}
	}

	User register(NewUser user) {
		return this.users.add(user).orElseThrow(() -> new EmailTakenException(user.email()));
	}

	User find(UUID id) {
		return this.users.find(id).orElseThrow(() -> new UserNotFoundException(id));
	}

	void delete(UUID id) {
		if (!this.users.markDeleted(id)) {
			throw new UserNotFoundException(id);
		}
	}

}
