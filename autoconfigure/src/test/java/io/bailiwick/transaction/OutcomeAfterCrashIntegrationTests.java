package io.bailiwick.transaction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.bailiwick.database.embedded.PostgresNode;
import io.bailiwick.transaction.WireTap.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is said of transactions after their server has crashed, which makes it forget
 * their ids.
 */
@Timeout(120)
class OutcomeAfterCrashIntegrationTests {

	@TempDir
	Path directory;

	private PostgresNode server;

	private WireTap tap;

	private TestUnits units;

	@BeforeEach
	void start() throws IOException {
		// Nothing gets to disk unless somebody commits.
		this.server = PostgresNode.durable(this.directory, Map.of("wal_writer_delay", "10s"));
		this.server.jdbc().execute("CREATE TABLE transfer (id int PRIMARY KEY)");
		this.tap = new WireTap(this.server.database());
		this.units = TestUnits.of(this.tap.database());
	}

	@AfterEach
	void stop() throws IOException {
		this.units.close();
		this.tap.close();
		this.server.close();
	}

	@Test
	void whoeverGetsTheIdOfALostTransactionIsNotTakenForIt() throws Exception {
		CommitOutcomeUnknownException ex = loseCommit(1);
		crash();
		assertThat(outcome(ex)).as("the server has not given the id again").isEqualTo(TransactionOutcome.ROLLED_BACK);
		TransactionId other = insert(2);
		assertThat(other.value()).as("the same id again").isEqualTo(id(ex).value());
		assertThat(this.units.transactions().outcomeOf(other)).isEqualTo(TransactionOutcome.COMMITTED);
		assertThat(outcome(ex)).isEqualTo(TransactionOutcome.ROLLED_BACK);
		this.server.jdbc().execute("CHECKPOINT");
		assertThat(outcome(ex)).as("nobody knows any more whose id that is").isEqualTo(TransactionOutcome.UNKNOWN);
		assertThat(this.units.transactions().outcomeOf(other)).isEqualTo(TransactionOutcome.COMMITTED);
	}

	@Test
	void whatWasOnDiskIsToldAsItIs() throws Exception {
		this.tap.breakNextCommit(Fault.AFTER);
		CommitOutcomeUnknownException committed = insertUnknown(1);
		// Its rows get to disk with those of the next one, its COMMIT never arrives.
		CommitOutcomeUnknownException rolledBack = loseCommit(2);
		insert(3);
		crash();
		insert(4);
		assertThat(outcome(committed)).isEqualTo(TransactionOutcome.COMMITTED);
		assertThat(outcome(rolledBack)).isEqualTo(TransactionOutcome.ROLLED_BACK);
		assertThat(this.units.jdbc().queryForList("SELECT id FROM transfer ORDER BY 1", Integer.class))
			.containsExactly(1, 3, 4);
	}

	@Test
	void aTransactionOutlivesNoCrash() throws Exception {
		AtomicReference<TransactionId> open = new AtomicReference<>();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.units.transactions().identified().run(() -> {
				this.units.jdbc().update("INSERT INTO transfer VALUES (1)");
				open.set(this.units.transactions().<TransactionId, RuntimeException>call(this::currentId));
				assertThat(this.units.transactions().outcomeOf(open.get())).isEqualTo(TransactionOutcome.IN_PROGRESS);
				crash();
				this.units.jdbc().update("INSERT INTO transfer VALUES (2)");
			}));
		this.units.transactions().identified().run(() -> {
			this.units.jdbc().update("INSERT INTO transfer VALUES (3)");
			assertThat(currentId().value()).as("the same id again").isEqualTo(open.get().value());
			assertThat(this.units.transactions().outcomeOf(open.get())).isEqualTo(TransactionOutcome.ROLLED_BACK);
		});
	}

	/**
	 * Have a COMMIT get lost on its way, with nothing of the transaction on disk.
	 */
	private CommitOutcomeUnknownException loseCommit(int id) {
		this.tap.breakNextCommit(Fault.BEFORE);
		return insertUnknown(id);
	}

	private CommitOutcomeUnknownException insertUnknown(int id) {
		return catchThrowableOfType(CommitOutcomeUnknownException.class, () -> insert(id));
	}

	private TransactionId insert(int id) {
		return this.units.transactions().identified().call(() -> {
			this.units.jdbc().update("INSERT INTO transfer VALUES (?)", id);
			return currentId();
		});
	}

	private TransactionId currentId() {
		return this.units.jdbc()
			.query(Preamble.ASK_FOR_ID.replace(";", ""),
					(row) -> row.next() ? TransactionId.of(row.getString(1), row.getLong(2)) : new TransactionId(0));
	}

	private void crash() throws IOException {
		this.server.kill();
		this.server.restart();
	}

	private static TransactionId id(CommitOutcomeUnknownException ex) {
		TransactionId id = ex.getTransactionId();
		assertThat(id).isNotNull();
		return id;
	}

	private TransactionOutcome outcome(CommitOutcomeUnknownException ex) {
		return this.units.transactions().outcomeOf(id(ex));
	}

}
