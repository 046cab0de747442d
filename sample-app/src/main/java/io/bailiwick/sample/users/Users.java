package io.bailiwick.sample.users;

import java.util.Optional;
import java.util.UUID;

import io.bailiwick.domain.OfDomain;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code users.users}.
 */
@Repository
class Users {

	private final JdbcClient jdbc;

	Users(@OfDomain("users") JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Add a user.
	 * @param user the user to add
	 * @return the user, or empty when the address is taken
	 */
	Optional<User> add(NewUser user) {
		return this.jdbc.sql("""
				insert into users.users (email, name) values (:email, :name)
				on conflict (lower(email)) do nothing
				returning *""").param("email", user.email()).param("name", user.name()).query(User.class).optional();
	}

	Optional<User> find(UUID id) {
		return this.jdbc.sql("select * from users.users where id = :id").param("id", id).query(User.class).optional();
	}

	/**
	 * Read a user and keep others from changing it until the end of the transaction.
	 * @param id the user's id
	 * @return the user, or empty when there is none
	 */
	Optional<User> lock(UUID id) {
		return this.jdbc.sql("select * from users.users where id = :id for share")
			.param("id", id)
			.query(User.class)
			.optional();
	}

	boolean markDeleted(UUID id) {
		return this.jdbc.sql("update users.users set status = 'deleted' where id = :id").param("id", id).update() == 1;
	}

}
