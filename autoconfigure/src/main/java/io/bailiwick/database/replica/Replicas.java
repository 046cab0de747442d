package io.bailiwick.database.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.util.Assert;

/**
 * The replicas that an application reads from.
 */
public final class Replicas implements Iterable<Replicas.Replica> {

	private final List<Replica> replicas = new CopyOnWriteArrayList<>();

	/**
	 * Add a replica.
	 * @param pool the name of the pool that it stands beside
	 * @param database the name of the database
	 * @param state what is known of it
	 * @param dataSource where its connections come from
	 */
	public void add(String pool, String database, ReplicaState state, HikariDataSource dataSource) {
		Assert.hasText(pool, "'pool' must not be empty");
		this.replicas.add(new Replica(pool, database, state, dataSource));
	}

	/**
	 * Return the replicas of a database: one, or one for each domain where each has a
	 * pool of its own.
	 * @param database the name of a database
	 * @return its replicas
	 */
	public List<Replica> of(String database) {
		List<Replica> found = new ArrayList<>(this.replicas);
		found.removeIf((replica) -> !replica.database().equals(database));
		return found;
	}

	@Override
	public Iterator<Replica> iterator() {
		return this.replicas.iterator();
	}

	/**
	 * A replica.
	 *
	 * @param pool the name of the pool that it stands beside
	 * @param database the name of the database
	 * @param state what is known of it
	 * @param dataSource where its connections come from
	 */
	public record Replica(String pool, String database, ReplicaState state, HikariDataSource dataSource) {

	}

}
