package io.bailiwick.migration.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

import io.bailiwick.migration.catalog.CatalogScope.Detail;
import io.bailiwick.test.TestPostgres;
import io.bailiwick.test.TestPostgres.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for {@link CatalogSnapshot} and {@link CatalogDifference}.
 */
@Timeout(60)
class CatalogSnapshotIntegrationTests {

	private static final String[] EVERYTHING = { """
			CREATE TYPE %1$s.mood AS ENUM ('happy', 'sad');
			CREATE DOMAIN %1$s.positive AS numeric(10,2) DEFAULT 1 CHECK (VALUE > 0);
			CREATE TYPE %1$s.address AS (street text, town text COLLATE "C");
			CREATE TYPE %1$s.span AS RANGE (subtype = float8);
			CREATE COLLATION %1$s.plain (locale = 'C')""", """
			CREATE FUNCTION %1$s.twice(n int DEFAULT 2) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
			BEGIN
			  RETURN 2 * n;
			END $$;
			CREATE FUNCTION %1$s.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
			CREATE PROCEDURE %1$s.nothing(a text) LANGUAGE sql AS 'SELECT 1';
			CREATE AGGREGATE %1$s.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
			CREATE OPERATOR %1$s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)""", """
			CREATE TABLE %1$s.accounts (
			  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
			  name text COLLATE "C" NOT NULL DEFAULT 'x',
			  mood %1$s.mood,
			  balance %1$s.positive,
			  doubled int GENERATED ALWAYS AS (%1$s.twice(3)) STORED,
			  number serial,
			  CONSTRAINT named CHECK (length(name) > 0));
			COMMENT ON TABLE %1$s.accounts IS 'who has money';
			COMMENT ON COLUMN %1$s.accounts.name IS 'of a person'""",
			"""
					CREATE TABLE %1$s.orders (id int PRIMARY KEY, account bigint REFERENCES %1$s.accounts ON DELETE CASCADE DEFERRABLE,
					  placed date, EXCLUDE USING btree (placed WITH =));
					CREATE UNIQUE INDEX orders_placed ON %1$s.orders (placed DESC, lower(account::text)) WHERE account > 0;
					CREATE STATISTICS %1$s.related ON account, placed FROM %1$s.orders;
					CREATE TRIGGER touching BEFORE UPDATE ON %1$s.orders FOR EACH ROW WHEN (NEW.id > 1) EXECUTE FUNCTION %1$s.touch();
					ALTER TABLE %1$s.orders DISABLE TRIGGER touching;
					CREATE RULE quiet AS ON DELETE TO %1$s.orders DO INSTEAD NOTHING;
					ALTER TABLE %1$s.orders ENABLE ROW LEVEL SECURITY;
					CREATE POLICY mine ON %1$s.orders FOR SELECT TO public USING (account = 1)""",
			"""
					CREATE VIEW %1$s.rich AS SELECT id, %1$s.twice(number) AS twice FROM %1$s.accounts WHERE balance > 10;
					CREATE MATERIALIZED VIEW %1$s.counted AS SELECT count(*) AS n FROM %1$s.orders WITH NO DATA;
					CREATE SEQUENCE %1$s.tickets START 7 INCREMENT 3 CYCLE""",
			"""
					CREATE TABLE %1$s.events (id int, at date) PARTITION BY RANGE (at);
					CREATE TABLE %1$s.events_2024 PARTITION OF %1$s.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
					CREATE INDEX events_at ON %1$s.events (at);
					CREATE TABLE %1$s.heir () INHERITS (%1$s.accounts);
					CREATE UNLOGGED TABLE %1$s.cache (k text) WITH (fillfactor = 70);
					CREATE TEXT SEARCH CONFIGURATION %1$s.words (COPY = simple)""" };

	private final Database database = TestPostgres.newDatabase();

	@BeforeEach
	void build() {
		build("users");
	}

	@Test
	void everyKindOfObjectIsSaidByThePostgresThatHasIt() throws SQLException {
		List<String> lines = lines(CatalogScope.of("users"));
		assertThat(lines).contains("schema users", "type users.mood: ENUM ('happy', 'sad')",
				"domain users.positive: numeric(10,2) DEFAULT 1 CONSTRAINT positive_check CHECK ((VALUE > (0)::numeric))",
				"type users.address: (street text, town text COLLATE \"C\")",
				"column users.accounts.id: bigint NOT NULL GENERATED ALWAYS AS IDENTITY",
				"column users.accounts.name: text COLLATE \"C\" NOT NULL DEFAULT 'x'::text",
				"column users.accounts.mood: mood",
				"column users.accounts.doubled: integer GENERATED ALWAYS AS (twice(3)) STORED",
				"column users.accounts.number: integer NOT NULL DEFAULT nextval('accounts_number_seq'::regclass)",
				"constraint users.accounts.accounts_pkey: PRIMARY KEY (id)",
				"constraint users.orders.orders_account_fkey: FOREIGN KEY (account) REFERENCES accounts(id) ON DELETE CASCADE DEFERRABLE",
				"constraint users.orders.orders_placed_excl: EXCLUDE USING btree (placed WITH =)",
				"index users.orders_placed: CREATE UNIQUE INDEX orders_placed ON orders USING btree (placed DESC, lower(account::text)) WHERE account > 0",
				"statistics users.related: related ON account, placed FROM orders",
				"rule users.orders.quiet: CREATE RULE quiet AS\n    ON DELETE TO orders DO INSTEAD NOTHING;",
				"policy users.orders.mine: PERMISSIVE FOR SELECT TO public USING ((account = 1))",
				"table users.orders: ENABLE ROW LEVEL SECURITY",
				"procedure users.nothing(IN a text): nothing(IN a text)\n LANGUAGE sql\nAS $procedure$SELECT 1$procedure$",
				"operator users.=== (integer, integer): FUNCTION int4eq",
				"sequence users.tickets: AS bigint START 7 INCREMENT 3 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 CYCLE",
				"table users.events: PARTITION BY RANGE (at)",
				"table users.events_2024: PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
				"table users.heir: INHERITS accounts", "table users.cache: UNLOGGED WITH (fillfactor=70)",
				"comment users.column accounts.name: of a person", "comment users.table accounts: who has money");
		assertThat(lines)
			.anyMatch((line) -> line
				.startsWith("trigger users.orders.touching: CREATE TRIGGER touching BEFORE UPDATE ON orders")
					&& line.endsWith("WHEN (new.id > 1) EXECUTE FUNCTION touch() DISABLED"))
			.anyMatch((line) -> line.startsWith("materialized view users.counted: SELECT count(*) AS n")
					&& line.endsWith("WITH NO DATA"))
			.anyMatch((line) -> line
				.startsWith("function users.twice(n integer): twice(n integer DEFAULT 2)\n RETURNS integer"))
			.anyMatch((line) -> line.startsWith("aggregate users.total(integer): integer SFUNC int4pl STYPE integer"))
			.anyMatch((line) -> line.startsWith("sequence users.accounts_id_seq: ")
					&& line.endsWith("IDENTITY OF accounts.id"))
			.anyMatch((line) -> line.startsWith("text search configuration users.words: default "))
			.noneMatch((line) -> line.startsWith("constraint users.events_2024")
					|| line.startsWith("index users.events_2024"));
	}

	@Test
	void aCopyInAnotherSchemaIsTheSame() throws SQLException {
		build("scratch");
		assertThat(difference(CatalogScope.of("users"), "users", "scratch").lines()).isEmpty();
	}

	@Test
	void theOrderOfColumnsAndOfCreationDoesNotMatterUnlessItIsAskedFor() throws SQLException {
		this.database.execute(
				"""
						CREATE SCHEMA a; CREATE TABLE a.t (x int, y text); CREATE TABLE a.u (); CREATE SCHEMA b; CREATE TABLE b.u ();
						CREATE TABLE b.t (gone int, y text, x int); ALTER TABLE b.t DROP COLUMN gone""");
		assertThat(difference(CatalogScope.of("a"), "a", "b").isEmpty()).isTrue();
		assertThat(difference(CatalogScope.of("a").with(Detail.COLUMN_ORDER), "a", "b").lines())
			.containsExactly("- order of columns a.t: x, y", "+ order of columns a.t: y, x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE users.accounts ADD extra int",
			"ALTER TABLE users.accounts ALTER name DROP NOT NULL", "ALTER TABLE users.accounts ALTER name DROP DEFAULT",
			"ALTER TABLE users.accounts ALTER name TYPE varchar(20)",
			"ALTER TABLE users.orders DROP CONSTRAINT orders_account_fkey",
			"ALTER TABLE users.orders ALTER CONSTRAINT orders_account_fkey NOT DEFERRABLE",
			"DROP INDEX users.orders_placed", "ALTER INDEX users.orders_placed SET (fillfactor = 50)",
			"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users.orders_placed'::regclass",
			"CREATE OR REPLACE VIEW users.rich AS SELECT id, users.twice(number) AS twice FROM users.accounts WHERE balance > 11",
			"CREATE OR REPLACE FUNCTION users.twice(n int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 3'",
			"ALTER TABLE users.orders ENABLE TRIGGER touching", "DROP RULE quiet ON users.orders",
			"ALTER POLICY mine ON users.orders USING (true)", "ALTER TABLE users.orders DISABLE ROW LEVEL SECURITY",
			"ALTER TYPE users.mood ADD VALUE 'angry'", "ALTER DOMAIN users.positive SET NOT NULL",
			"ALTER TYPE users.address ADD ATTRIBUTE country text", "ALTER SEQUENCE users.tickets CACHE 5",
			"ALTER SEQUENCE users.accounts_number_seq OWNED BY NONE", "COMMENT ON TABLE users.accounts IS 'other'",
			"COMMENT ON INDEX users.orders_placed IS 'new'",
			"ALTER TABLE users.events DETACH PARTITION users.events_2024", "ALTER TABLE users.cache SET LOGGED",
			"ALTER TABLE users.heir NO INHERIT users.accounts", "DROP AGGREGATE users.total(int)",
			"DROP STATISTICS users.related", "ALTER TABLE users.orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID",
			"DROP OPERATOR users.=== (int, int)", "ALTER TABLE users.orders ALTER COLUMN placed SET STATISTICS 500",
			"REFRESH MATERIALIZED VIEW users.counted", "ALTER TABLE users.cache REPLICA IDENTITY FULL",
			"ALTER TEXT SEARCH CONFIGURATION users.words DROP MAPPING FOR email", "DROP SCHEMA users CASCADE" })
	void everyChangeIsSeen(String change) throws SQLException {
		CatalogSnapshot before = read(CatalogScope.of("users"));
		this.database.execute(change);
		CatalogSnapshot after = read(CatalogScope.of("users"));
		assertThat(before.compareWith(after).isEmpty()).isFalse();
		assertThat(after.compareWith(after).isEmpty()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "PRIVILEGES, GRANT SELECT ON users.orders TO PUBLIC",
			"PRIVILEGES, GRANT UPDATE (placed) ON users.orders TO PUBLIC",
			"PRIVILEGES, REVOKE EXECUTE ON FUNCTION users.twice FROM PUBLIC",
			"PRIVILEGES, GRANT USAGE ON SCHEMA users TO PUBLIC",
			"PRIVILEGES, ALTER DEFAULT PRIVILEGES IN SCHEMA users GRANT SELECT ON TABLES TO PUBLIC",
			"OWNERS, ALTER TABLE users.orders OWNER TO pg_monitor", "OWNERS, ALTER SCHEMA users OWNER TO pg_monitor",
			"EXTENSIONS, CREATE EXTENSION hstore SCHEMA users" })
	void detailsAreSeenWhereTheyAreAskedFor(Detail detail, String change) throws SQLException {
		CatalogSnapshot without = read(CatalogScope.of("users"));
		CatalogSnapshot with = read(CatalogScope.of("users").with(detail));
		this.database.execute(change);
		assertThat(without.compareWith(read(CatalogScope.of("users"))).lines()).isEmpty();
		assertThat(with.compareWith(read(CatalogScope.of("users").with(detail))).lines()).isNotEmpty();
	}

	@Test
	void whatIsAsItIsByDefaultIsNoPrivilege() throws SQLException {
		CatalogScope scope = CatalogScope.of("users").with(Detail.PRIVILEGES);
		CatalogSnapshot before = read(scope);
		this.database.execute("GRANT SELECT ON users.orders TO PUBLIC; REVOKE SELECT ON users.orders FROM PUBLIC");
		assertThat(before.compareWith(read(scope)).lines()).isEmpty();
	}

	@Test
	void tablesThatAreLeftOutTakeWithThemWhatBelongsToThem() throws SQLException {
		CatalogSnapshot before = read(CatalogScope.of("users").without("history"));
		this.database.execute("""
				CREATE TABLE users.history (id serial PRIMARY KEY, at date CHECK (at > '2000-01-01'));
				CREATE INDEX history_at ON users.history (at); COMMENT ON COLUMN users.history.at IS 'x';
				CREATE STATISTICS users.pair ON id, at FROM users.history""");
		assertThat(before.compareWith(read(CatalogScope.of("users").without("history"))).lines()).isEmpty();
		assertThat(before.compareWith(read(CatalogScope.of("users"))).lines()).containsExactly(
				"+ table users.history with column (2), comment, constraint (2), index, sequence",
				"+ statistics users.pair: pair ON id, at FROM history");
	}

	@Test
	void aDifferenceIsToldInLinesThatCanBeRead() throws SQLException {
		CatalogSnapshot before = read(CatalogScope.of("users"));
		this.database.execute("""
				ALTER TABLE users.accounts ALTER name SET DEFAULT 'y'; DROP TABLE users.cache;
				CREATE OR REPLACE FUNCTION users.twice(n int DEFAULT 2) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
				BEGIN
				  RETURN 3 * n;
				END $$;
				CREATE TABLE users.more (a int, b int)""");
		assertThat(before.compareWith(read(CatalogScope.of("users"))).lines()).containsExactly(
				"- column users.accounts.name: text COLLATE \"C\" NOT NULL DEFAULT 'x'::text",
				"+ column users.accounts.name: text COLLATE \"C\" NOT NULL DEFAULT 'y'::text",
				"- table users.cache: UNLOGGED WITH (fillfactor=70) with column",
				"- column users.heir.name: text COLLATE \"C\" NOT NULL DEFAULT 'x'::text",
				"+ column users.heir.name: text COLLATE \"C\" NOT NULL DEFAULT 'y'::text",
				"+ table users.more with column (2)",
				"- function users.twice(n integer): twice(n integer DEFAULT 2) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $function$ BEGIN RETURN 2 * n; END $function$",
				"+ function users.twice(n integer): twice(n integer DEFAULT 2) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $function$ BEGIN RETURN 3 * n; END $function$");
	}

	@Test
	void theConnectionIsGivenBackAsItWas() throws SQLException {
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("SET search_path = pg_catalog, users");
			CatalogSnapshot.read(connection, CatalogScope.of("users", "missing"));
			assertThat(connection.getAutoCommit()).isTrue();
			assertThat(searchPath(connection)).isEqualTo("pg_catalog, users");
			connection.setAutoCommit(false);
			statement.execute("CREATE TABLE users.uncommitted (id int)");
			CatalogSnapshot snapshot = CatalogSnapshot.read(connection, CatalogScope.of("users"));
			assertThat(snapshot.entries()).anyMatch((entry) -> entry.label().equals("table users.uncommitted"));
			assertThat(searchPath(connection)).isEqualTo("pg_catalog, users");
			connection.rollback();
			assertThat(searchPath(connection)).isEqualTo("pg_catalog, users");
		}
		assertThat(lines(CatalogScope.of("users"))).noneMatch((line) -> line.contains("uncommitted"));
	}

	@Test
	void namesThatNeedQuotesAreQuoted() throws SQLException {
		this.database
			.execute("CREATE SCHEMA \"odd \"\"one\"; CREATE TABLE \"odd \"\"one\".\"A b\" (\"C.d\" int PRIMARY KEY)");
		assertThat(lines(CatalogScope.of("odd \"one"))).containsExactly("schema odd \"one", "table odd \"one.\"A b\"",
				"column odd \"one.\"A b\".\"C.d\": integer NOT NULL",
				"constraint odd \"one.\"A b\".\"A b_pkey\": PRIMARY KEY (\"C.d\")");
	}

	@Test
	void whatAnExtensionBringsBelongsToTheExtension() throws SQLException {
		CatalogSnapshot before = read(CatalogScope.of("users"));
		for (String extension : List.of("hstore", "citext", "pg_trgm", "btree_gist", "pgcrypto")) {
			this.database.execute("CREATE EXTENSION %s SCHEMA users".formatted(extension));
		}
		assertThat(before.compareWith(read(CatalogScope.of("users"))).lines()).isEmpty();
	}

	private void build(String schema) {
		this.database.execute("CREATE SCHEMA " + schema);
		Stream.of(EVERYTHING).forEach((sql) -> this.database.execute(sql.formatted(schema)));
	}

	private CatalogDifference difference(CatalogScope scope, String one, String other) throws SQLException {
		Detail[] details = scope.details().toArray(Detail[]::new);
		return read(CatalogScope.of(one).with(details))
			.compareWith(read(CatalogScope.of(other).as(other, one).with(details)));
	}

	private CatalogSnapshot read(CatalogScope scope) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return CatalogSnapshot.read(connection, scope);
		}
	}

	private List<String> lines(CatalogScope scope) throws SQLException {
		return read(scope).entries().stream().map(CatalogEntry::toString).toList();
	}

	private static String searchPath(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("SHOW search_path")) {
			result.next();
			return result.getString(1);
		}
	}

}
