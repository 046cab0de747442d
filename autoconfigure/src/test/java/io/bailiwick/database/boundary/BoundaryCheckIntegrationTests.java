package io.bailiwick.database.boundary;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.bailiwick.database.boundary.Crossing.Direction;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundaryCheckIntegrationTests {

	private final Database database = TestPostgres.newDatabase();

	@BeforeEach
	void createSchemas() {
		this.database.execute("""
				CREATE SCHEMA users;
				CREATE SCHEMA wallets;
				CREATE SCHEMA reporting;
				CREATE TABLE users.users (id uuid PRIMARY KEY, name text);
				CREATE TABLE wallets.wallets (id uuid PRIMARY KEY, user_id uuid, amount bigint);
				""");
	}

	@Test
	void findsNothingBetweenSchemasThatKeepToThemselves() throws SQLException {
		this.database.execute(
				"""
						CREATE VIEW wallets.rich AS SELECT id FROM wallets.wallets WHERE amount > 1000;
						CREATE FUNCTION wallets.total() RETURNS numeric LANGUAGE sql AS 'SELECT sum(amount) FROM wallets.wallets';
						ALTER TABLE wallets.wallets ADD number bigserial, ADD parent uuid REFERENCES wallets.wallets (id);
						""");
		assertThat(crossings("wallets", "users", "reporting", "public")).isEmpty();
	}

	@Test
	void findsForeignKeysInBothDirections() throws SQLException {
		this.database.execute(
				"""
						ALTER TABLE wallets.wallets ADD CONSTRAINT fk_wallets_users FOREIGN KEY (user_id) REFERENCES users.users (id);
						ALTER TABLE users.users ADD main uuid, ADD CONSTRAINT fk_users_wallets FOREIGN KEY (main) REFERENCES wallets.wallets (id);
						""");
		List<Crossing> crossings = crossings("wallets", "users");
		assertThat(crossings).extracting(Crossing::describe)
			.containsExactly("foreign key fk_wallets_users: wallets.wallets → users.users",
					"foreign key fk_users_wallets: users.users → wallets.wallets");
		assertThat(crossings).extracting(Crossing::direction).containsExactly(Direction.OUTWARD, Direction.INWARD);
		assertThat(crossings).allMatch(Crossing::certain);
	}

	@Test
	void listsAForeignKeyOfAPartitionedTableOnce() throws SQLException {
		this.database.execute(
				"""
						CREATE TABLE wallets.entries (at date, user_id uuid REFERENCES users.users (id)) PARTITION BY RANGE (at);
						CREATE TABLE wallets.entries_1 PARTITION OF wallets.entries FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
						CREATE TABLE wallets.entries_2 PARTITION OF wallets.entries FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
						""");
		assertThat(describe("wallets", "users"))
			.containsExactly("foreign key entries_user_id_fkey: wallets.entries → users.users");
	}

	@Test
	void findsViewsMaterializedViewsAndRules() throws SQLException {
		this.database.execute(
				"""
						CREATE VIEW reporting.owners AS SELECT u.name, u.id, w.amount FROM users.users u JOIN wallets.wallets w ON w.user_id = u.id;
						CREATE MATERIALIZED VIEW wallets.names AS SELECT name FROM users.users;
						CREATE RULE "On Delete" AS ON DELETE TO users.users DO ALSO DELETE FROM wallets.wallets WHERE user_id = OLD.id;
						CREATE VIEW users.named AS SELECT * FROM wallets.names;
						""");
		assertThat(describe("wallets", "users", "reporting")).containsExactly(
				"materialized view wallets.names → users.users", "rule \"On Delete\": users.users → wallets.wallets",
				"view reporting.owners → wallets.wallets", "view users.named → materialized view wallets.names");
	}

	@Test
	void findsTriggersDefaultsAndGeneratedColumnsThatCallAFunctionOfTheOtherSchema() throws SQLException {
		this.database.execute("""
				CREATE FUNCTION users.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
				CREATE FUNCTION users.key() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
				CREATE FUNCTION users.twice(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
				CREATE SEQUENCE users.numbers;
				CREATE TRIGGER trg_touch BEFORE UPDATE ON wallets.wallets FOR EACH ROW EXECUTE FUNCTION users.touch();
				ALTER TABLE wallets.wallets ALTER id SET DEFAULT users.key();
				ALTER TABLE wallets.wallets ADD number bigint DEFAULT nextval('users.numbers'),
					ADD doubled bigint GENERATED ALWAYS AS (users.twice(amount)) STORED,
					ADD CONSTRAINT ck_twice CHECK (users.twice(amount) > 0);
				CREATE INDEX idx_twice ON wallets.wallets (users.twice(amount));
				""");
		assertThat(describe("wallets", "users")).containsExactly(
				"constraint ck_twice: wallets.wallets → users.twice(bigint)",
				"default wallets.wallets.doubled → users.twice(bigint)", "default wallets.wallets.id → users.key()",
				"default wallets.wallets.number → sequence users.numbers",
				"index wallets.idx_twice → users.twice(bigint)", "trigger trg_touch: wallets.wallets → users.touch()");
	}

	@Test
	void findsTypesAndDomains() throws SQLException {
		this.database.execute("""
				CREATE TYPE users.status AS ENUM ('on', 'off');
				CREATE DOMAIN users.email AS text CHECK (VALUE LIKE '%@%');
				CREATE DOMAIN wallets.work_email AS users.email;
				ALTER TABLE wallets.wallets ADD status users.status, ADD history users.status[];
				CREATE TYPE users.pair AS (id uuid, wallet wallets.wallets);
				""");
		assertThat(describe("wallets", "users")).containsExactly("column wallets.wallets.history → type users.status[]",
				"column wallets.wallets.status → type users.status", "type wallets.work_email → type users.email",
				"column users.pair.wallet → type wallets.wallets");
	}

	@Test
	void findsTablesThatInheritPartitionsAndPolicies() throws SQLException {
		this.database.execute("""
				CREATE TABLE wallets.people () INHERITS (users.users);
				CREATE TABLE users.log (at date) PARTITION BY RANGE (at);
				CREATE TABLE wallets.log_1 PARTITION OF users.log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
				CREATE POLICY own ON wallets.wallets USING (user_id IN (SELECT id FROM users.users));
				CREATE STATISTICS wallets.correlation ON id, name FROM users.users;
				""");
		assertThat(describe("wallets", "users")).containsExactly("inheritance wallets.people → users.users",
				"partition wallets.log_1 → users.log", "policy own: wallets.wallets → users.users",
				"statistics wallets.correlation → users.users");
	}

	@Test
	void knowsWhatStandardBodiesUseAndGuessesFromTheTextOfOthers() throws SQLException {
		this.database.execute("""
				CREATE FUNCTION wallets.owner(uuid) RETURNS text LANGUAGE sql
					BEGIN ATOMIC SELECT name FROM users.users WHERE id = $1; END
				""");
		this.database.execute("""
				CREATE FUNCTION wallets.lookup(uuid) RETURNS text LANGUAGE plpgsql
					AS $$BEGIN RETURN (SELECT name FROM "users" . Users WHERE id = $1); END$$;
				CREATE FUNCTION wallets.other_users() RETURNS bigint LANGUAGE sql
					AS 'SELECT count(*) FROM wallets.wallets my_users WHERE my_users.id IS NOT NULL';
				CREATE FUNCTION wallets.dynamic() RETURNS void LANGUAGE plpgsql
					AS $$BEGIN EXECUTE format('DELETE FROM users.%I', 'sessions'); END$$;
				CREATE FUNCTION users.pathed() RETURNS bigint LANGUAGE sql SET search_path = users, wallets
					AS 'SELECT count(*) FROM wallets';
				""");
		assertThat(describe("wallets", "users")).containsExactly("function wallets.owner(uuid) → users.users",
				"function wallets.dynamic() → object users.\"%i\" (possibly: its source text says so)",
				"function wallets.lookup(uuid) → object users.users (possibly: its source text says so)",
				"function users.pathed() → schema wallets (possibly: its source text says so)");
	}

	@Test
	void tellsThatATypeBelongsToAnExtension() throws SQLException {
		this.database.execute("CREATE EXTENSION pg_trgm SCHEMA users");
		this.database
			.execute("CREATE INDEX idx_trgm ON wallets.wallets USING gin ((user_id::text) users.gin_trgm_ops)");
		assertThat(describe("wallets", "users")).containsExactly(
				"index wallets.idx_trgm → operator class users.gin_trgm_ops USING gin (extension pg_trgm)");
	}

	@Test
	void readsNamesThatNeedQuotes() throws SQLException {
		this.database.execute("""
				CREATE SCHEMA "Old.Stuff";
				CREATE TABLE "Old.Stuff"."Über" (id bigint PRIMARY KEY);
				ALTER TABLE wallets.wallets ADD old bigint REFERENCES "Old.Stuff"."Über";
				CREATE FUNCTION wallets.f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM "Old.Stuff"."Über"';
				""");
		assertThat(describe("wallets", "Old.Stuff")).containsExactly(
				"foreign key wallets_old_fkey: wallets.wallets → \"Old.Stuff\".\"Über\"",
				"function wallets.f() → object \"Old.Stuff\".\"Über\" (possibly: its source text says so)");
	}

	@Test
	void aCatalogOfManyTablesIsReadInAMoment() throws SQLException {
		this.database.execute(
				"""
						DO $$ BEGIN
							FOR i IN 1..400 LOOP
								EXECUTE format('CREATE TABLE users.t%s (id bigserial PRIMARY KEY, at timestamptz DEFAULT now())', i);
								EXECUTE format('CREATE TABLE wallets.t%s (id bigserial PRIMARY KEY, other bigint)', i);
								IF i % 50 = 0 THEN COMMIT; END IF;
							END LOOP;
						END $$
						""");
		long start = System.nanoTime();
		assertThat(crossings("wallets", "users")).isEmpty();
		// Some 50 ms; looping over all objects for each of them took 9 s.
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void aSchemaThatIsNotThereHasNothingThatCrosses() throws SQLException {
		assertThat(crossings("nowhere", "users", "wallets")).isEmpty();
		assertThat(crossings("wallets")).isEmpty();
		assertThat(crossings("wallets", "wallets")).isEmpty();
	}

	private List<String> describe(String moving, String... staying) throws SQLException {
		return crossings(moving, staying).stream().map(Crossing::describe).toList();
	}

	private List<Crossing> crossings(String moving, String... staying) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return new BoundaryCheck(connection).crossings(moving, List.of(staying));
		}
	}

}
