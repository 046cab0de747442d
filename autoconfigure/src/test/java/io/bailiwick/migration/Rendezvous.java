package io.bailiwick.migration;

import io.bailiwick.test.TestPostgres.Database;

/**
 * SQL by which migrations that run at the same time wait for each other. Advisory locks
 * tell who is there: unlike rows they are seen before anybody commits. One of the session
 * says that somebody has come, one of the transaction that they are still at work.
 */
final class Rendezvous {

	private static final int CAME = 4711;

	private static final int AT_WORK = 4712;

	private Rendezvous() {
	}

	/**
	 * Create the function that waits.
	 */
	static void prepare(Database database) {
		database.execute("""
				CREATE FUNCTION public.await_partner(kind int, partner text, present boolean) RETURNS void
				LANGUAGE plpgsql AS $$
				DECLARE
					deadline timestamptz := clock_timestamp() + interval '20 s';
				BEGIN
					WHILE present <> EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = kind
							AND objid = abs(hashtext(partner))
							AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) LOOP
						IF clock_timestamp() > deadline THEN
							RAISE 'nobody % came or went', partner;
						END IF;
						PERFORM pg_sleep(0.01);
					END LOOP;
				END $$""");
	}

	/**
	 * Be there, and go on when the partner has come too.
	 */
	static String arriveAndWait(String name, String partner) {
		return """
				SELECT pg_advisory_xact_lock(%2$d, abs(hashtext('%3$s')));
				SELECT pg_advisory_lock(%1$d, abs(hashtext('%3$s')));
				SELECT public.await_partner(%1$d, '%4$s', true);
				""".formatted(CAME, AT_WORK, name, partner);
	}

	/**
	 * Go on when the partner's transaction has ended.
	 */
	static String waitUntilGone(String partner) {
		return "SELECT public.await_partner(%d, '%s', false);%n".formatted(AT_WORK, partner);
	}

}
