package io.bailiwick.database.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.test.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerRolesIntegrationTests {

	private static final String NOBODY = "127.0.0.1:1";

	@TempDir
	static Path directory;

	private static ReplicationPair pair;

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeAll
	static void startServers() throws Exception {
		pair = ReplicationPair.start(directory);
	}

	@AfterAll
	static void stopServers() {
		pair.close();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
	}

	@Test
	void aReplicaThatIsAPrimaryIsRefused() {
		ReplicatedDataSource dataSource = dataSource(pool(primary()), pool(primary()));
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(dataSource::start)
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("The replica of the database 'main'")
					.contains("is not a replica but a primary")
					.contains("Nothing was changed")
					.doesNotContain(pair.primary().password());
				assertThat(ex.analysis().getAction()).contains("Name a standby");
			});
	}

	@Test
	void aReplicaOfAnotherClusterIsRefused() {
		TestPostgres.Database other = TestPostgres.newDatabase();
		HikariDataSource stranger = pool(primary());
		stranger.setJdbcUrl(other.url());
		stranger.setPassword(other.password());
		ReplicatedDataSource dataSource = dataSource(pool(primary()), stranger);
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(dataSource::start)
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("belongs to another cluster"));
	}

	@Test
	void aReplicaOfAnotherDatabaseOfTheClusterIsRefused() {
		HikariDataSource replica = pool(standby());
		replica.setJdbcUrl(replica.getJdbcUrl().replaceFirst("/\\w+(\\?.*)?$", "/template1$1"));
		ReplicatedDataSource dataSource = dataSource(pool(primary()), replica);
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(dataSource::start)
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("is connected to the database 'template1'")
					.contains("Nothing was changed");
				assertThat(ex.analysis().getAction()).startsWith("End the URL in").contains("with '/postgres'");
			});
	}

	@Test
	void aPrimaryThatIsAStandbyIsRefused() {
		ReplicatedDataSource dataSource = dataSource(pool(standby()), pool(standby()));
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(dataSource::start)
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).contains("The server of the database 'main'")
					.contains("is a standby");
				assertThat(ex.analysis().getAction()).contains("Name the primary");
			});
	}

	@Test
	void aPrimaryThatIsReadOnlyIsRefusedUnlessThePoolIsMeantToBe() {
		HikariDataSource readOnly = pool(primary());
		readOnly.addDataSourceProperty("options", "-c default_transaction_read_only=on");
		ReplicatedDataSource dataSource = dataSource(readOnly, pool(standby()));
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(dataSource::start)
			.satisfies(
					(ex) -> assertThat(ex.analysis().getDescription()).contains("default_transaction_read_only is on"));
		readOnly.setReadOnly(true);
		ReplicatedDataSource meant = dataSource(readOnly, pool(standby()));
		meant.start();
		ReplicationPair.await("the replica is up", () -> meant.state().condition() == ReplicaCondition.UP);
	}

	@Test
	void rolesMayHaveBeenSwappedWhereSeveralHostsAreNamed() {
		HikariDataSource several = pool(standby() + "," + primary());
		FailoverDefaults.complete(several);
		ReplicatedDataSource dataSource = dataSource(several, pool(primary()));
		dataSource.start();
		assertThat(dataSource.state().condition()).isEqualTo(ReplicaCondition.PROMOTED);
		assertThat(dataSource.state().describe().summary()).startsWith("primary: 0 reads on it");
		assertThat(readPort(dataSource)).isEqualTo(pair.primary().port());
	}

	@Test
	void severalReplicasAreStandbysOnly() {
		ReplicatedDataSource dataSource = dataSource(pool(primary()), pool(primary() + "," + standby()));
		dataSource.start();
		ReplicationPair.await("the replica is up", () -> dataSource.state().condition() == ReplicaCondition.UP);
		assertThat(readPort(dataSource)).isEqualTo(pair.standby().port());
	}

	@Test
	void anApplicationStartsWithoutItsReplica() {
		ReplicatedDataSource dataSource = dataSource(pool(primary()), pool(NOBODY));
		dataSource.start();
		assertThat(dataSource.state().condition()).isEqualTo(ReplicaCondition.DOWN);
		assertThat(dataSource.state().lastError()).contains("refused");
		assertThat(readPort(dataSource)).isEqualTo(pair.primary().port());
	}

	@Test
	void aPrimaryThatDoesNotAnswerIsForOthersToTell() {
		ReplicatedDataSource dataSource = dataSource(pool(NOBODY), pool(standby()));
		dataSource.start();
		assertThat(dataSource.state().condition()).isEqualTo(ReplicaCondition.LAGGING);
		assertThat(dataSource.state().lag()).isNull();
		assertThat(dataSource.state().describe().reason()).startsWith("The primary does not answer");
	}

	@Test
	void closingEndsTheMeasuringAndLeavesThePools() {
		HikariDataSource pool = pool(primary());
		ReplicatedDataSource dataSource = dataSource("closing", pool, pool(standby()));
		dataSource.start();
		assertThat(measuringThreads()).isOne();
		dataSource.close();
		assertThat(pool.isClosed()).isFalse();
		ReplicationPair.await("the thread has ended", () -> measuringThreads() == 0);
	}

	private long measuringThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("bailiwick-replica-closing"))
			.count();
	}

	private int readPort(ReplicatedDataSource dataSource) {
		TransactionTemplate reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		reading.setReadOnly(true);
		return reading.execute(
				(status) -> new JdbcTemplate(dataSource).queryForObject("SELECT inet_server_port()", Integer.class));
	}

	private ReplicatedDataSource dataSource(HikariDataSource primary, HikariDataSource replica) {
		return dataSource("main", primary, replica);
	}

	private ReplicatedDataSource dataSource(String name, HikariDataSource primary, HikariDataSource replica) {
		ReplicatedDataSource dataSource = new ReplicatedDataSource(ReplicationPair.database(name, primary),
				ReplicationPair.database("replica", replica),
				new ReplicaSettings(Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofMillis(500)));
		this.opened.add(0, dataSource);
		return dataSource;
	}

	private HikariDataSource pool(String hosts) {
		HikariDataSource pool = pair.pool(hosts);
		this.opened.add(pool);
		return pool;
	}

	private String primary() {
		return pair.primary().host();
	}

	private String standby() {
		return pair.standby().host();
	}

}
