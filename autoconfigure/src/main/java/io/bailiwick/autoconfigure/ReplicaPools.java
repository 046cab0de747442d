package io.bailiwick.autoconfigure;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.replica.ReplicaSettings;
import io.bailiwick.database.replica.Replicas;
import io.bailiwick.database.replica.ReplicatedDataSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Puts a replica beside a pool where one is configured, and owns what comes with it.
 */
final class ReplicaPools implements DisposableBean {

	private final Environment environment;

	private final PoolPreparation preparation;

	private final Replicas replicas;

	private final List<Database> databases = new CopyOnWriteArrayList<>();

	private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();

	ReplicaPools(Environment environment, PoolPreparation preparation, Replicas replicas) {
		this.environment = environment;
		this.preparation = preparation;
		this.replicas = replicas;
	}

	/**
	 * Return the data source to use in place of a primary: with a replica beside it, or
	 * the primary itself where none is configured.
	 * @param location where the primary is
	 * @param primary the primary, a pool or something in front of one
	 * @param pool the pool
	 * @param purpose what the pool is for
	 */
	DataSource beside(DatabaseLocation location, DataSource primary, HikariDataSource pool, PoolPurpose purpose) {
		DatabaseProperties properties = new DatabaseProperties(purpose.database(), this.environment);
		String url = properties.find("replica.url", String.class);
		if (!StringUtils.hasText(url)) {
			refuseSettingsWithoutUrl(properties);
			return primary;
		}
		properties.requireJdbcUrl("replica.url", url);
		HikariDataSource replica = new HikariDataSource();
		replica.setJdbcUrl(url);
		String username = properties.find("replica.username", String.class);
		String password = properties.find("replica.password", String.class);
		replica.setUsername((username != null) ? username : pool.getUsername());
		replica.setPassword((password != null || username != null) ? password : pool.getPassword());
		replica.setMaximumPoolSize((pool.getMaximumPoolSize() > 0) ? pool.getMaximumPoolSize() : 10);
		properties.bind("replica.pool", replica);
		this.preparation.inherit(replica, purpose.database(), false);
		PoolPurpose ofReplica = purpose.named(purpose.name() + "-replica").withLogin(username != null);
		if (!StringUtils.hasText(replica.getPoolName())) {
			replica.setPoolName(ofReplica.name());
		}
		Database database = new Database(
				new DatabaseLocation(ofReplica.name(), url, replica.getUsername(), properties.origin("replica.url")),
				replica);
		ReplicatedDataSource replicated = new ReplicatedDataSource(new Database(location, primary), database,
				settings(properties));
		this.preparation.prepareFurther(replica, ofReplica);
		this.resources.push(replica);
		this.resources.push(replicated);
		replicated.start();
		this.databases.add(database);
		this.replicas.add(purpose.name(), purpose.database(), replicated.state(), replica);
		return replicated;
	}

	/**
	 * Close a primary's pool after the replica beside it.
	 */
	void closeAfterwards(HikariDataSource primary) {
		this.resources.addLast(primary);
	}

	/**
	 * The replicas, as databases of their own.
	 */
	List<Database> databases() {
		return List.copyOf(this.databases);
	}

	private static void refuseSettingsWithoutUrl(DatabaseProperties properties) {
		for (String setting : DatabaseSettingNames.MAIN.all()) {
			if (setting.startsWith("replica.") && !setting.endsWith(".*")
					&& properties.find(setting, String.class) != null) {
				throw new DatabaseConfigurationException(
						"'%s' is set, and there is no replica.".formatted(properties.name(setting)),
						"Set '%s', or remove it.".formatted(properties.name("replica.url")));
			}
		}
	}

	private static ReplicaSettings settings(DatabaseProperties properties) {
		ReplicaSettings defaults = ReplicaSettings.defaults();
		Duration timeout = properties.get("replica.timeout", defaults.timeout());
		Duration interval = properties.get("replica.check-interval", defaults.checkInterval());
		if (timeout.compareTo(Duration.ofMillis(250)) < 0) {
			throw new InvalidConfigurationPropertyValueException(properties.name("replica.timeout"), timeout,
					"It must be at least 250ms, the shortest that the pool can wait.");
		}
		if (interval.isNegative() || interval.isZero()) {
			throw new InvalidConfigurationPropertyValueException(properties.name("replica.check-interval"), interval,
					"It must be positive.");
		}
		return new ReplicaSettings(properties.get("replica.max-lag", defaults.maximumLag()), interval, timeout);
	}

	@Override
	public void destroy() throws Exception {
		while (!this.resources.isEmpty()) {
			this.resources.pop().close();
		}
	}

}
