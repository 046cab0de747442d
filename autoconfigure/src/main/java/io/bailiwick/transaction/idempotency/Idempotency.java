package io.bailiwick.transaction.idempotency;

import java.time.Duration;

import io.bailiwick.transaction.Transactions;
import io.bailiwick.transaction.Work;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Does work of one domain once for each key, however often it is asked to: the first
 * caller's response is stored in the transaction of the work, and whoever repeats the
 * request gets it instead of another execution.
 * <p>
 * Within a transaction of the domain's database it is part of that one, and of its
 * retries; without one it begins its own. Best called first in a transaction. Several
 * callers at once wait for the first, each with its connection, for no longer than
 * {@code lock_timeout}; if that is rolled back, the next one does the work. At isolation
 * levels above READ COMMITTED those who waited fail with a serialization failure, and get
 * the response if they are retried.
 * <p>
 * Work that throws stores nothing, and a repeat executes it again. Immutable: each method
 * that sets something returns another object.
 */
public final class Idempotency {

	private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

	private static final int PURGED_AT_ONCE = 1000;

	private final String domain;

	private final Transactions transactions;

	private final StoredResponses responses;

	private final Duration retention;

	private final DataSize largestResponse;

	/**
	 * Create what does work of a domain once, keeping responses for 24 hours and up to 1
	 * MiB of each.
	 * @param domain the name of the domain
	 * @param schema the schema of the domain, which has the table of the keys
	 * @param transactions the transactions of the domain
	 * @param jdbc the domain's client
	 */
	public Idempotency(String domain, String schema, Transactions transactions, JdbcClient jdbc) {
		this(domain, transactions, stored(domain, schema, jdbc), Duration.ofHours(24), DataSize.ofMegabytes(1));
		Assert.notNull(transactions, "'transactions' must not be null");
	}

	private Idempotency(String domain, Transactions transactions, StoredResponses responses, Duration retention,
			DataSize largestResponse) {
		this.domain = domain;
		this.transactions = transactions;
		this.responses = responses;
		this.retention = retention;
		this.largestResponse = largestResponse;
	}

	private static StoredResponses stored(String domain, String schema, JdbcClient jdbc) {
		Assert.hasText(domain, "'domain' must not be empty");
		Assert.hasText(schema, "'schema' must not be empty");
		Assert.notNull(jdbc, "'jdbc' must not be null");
		return new StoredResponses(domain, new KeyTable(schema), jdbc);
	}

	/**
	 * Set how long responses are kept, counted from the beginning of the work. After that
	 * a key is as good as new.
	 * @param duration at least a second, at most ten years
	 * @return one with that retention
	 */
	public Idempotency retention(Duration duration) {
		Assert.notNull(duration, "'duration' must not be null");
		Assert.isTrue(duration.toSeconds() >= 1 && duration.compareTo(LONGEST_RETENTION) <= 0,
				() -> "A retention must be between a second and ten years, and not " + duration);
		return new Idempotency(this.domain, this.transactions, this.responses, duration, this.largestResponse);
	}

	/**
	 * Set how large responses may be.
	 * @param size the largest size of an encoded response, at least a byte
	 * @return one with that limit
	 */
	public Idempotency largestResponse(DataSize size) {
		Assert.notNull(size, "'size' must not be null");
		Assert.isTrue(size.toBytes() > 0, () -> "The largest response must have a byte, and not " + size);
		return new Idempotency(this.domain, this.transactions, this.responses, this.retention, size);
	}

	/**
	 * Find out now whether the domain has the table, instead of when it is used.
	 * @throws IdempotencyTableException if it has not, or one that can not be used; it
	 * tells how to create it
	 */
	public void check() {
		this.responses.check();
	}

	/**
	 * Do work whose response is a text.
	 * @param <E> the checked exception that it may throw
	 * @param key names the request: up to 255 visible characters. Where it comes from a
	 * client, put who that is in front of it, or one may get the response of another
	 * @param request what the key was given for
	 * @param work the work
	 * @return its response, or that of its first execution
	 * @throws E if the work throws it; it is rolled back
	 * @throws InvalidIdempotencyKeyException if the key can not be one
	 * @throws IdempotencyKeyReusedException if the key was given for another request
	 * @throws ResponseTooLargeException if the response may not be stored
	 */
	public <E extends Exception> String once(String key, RequestFingerprint request, Work<String, E> work) throws E {
		return once(key, request, ResponseCodec.text(), work);
	}

	/**
	 * Do work.
	 * @param <R> the type of its response
	 * @param <E> the checked exception that it may throw
	 * @param key names the request: up to 255 visible characters. Where it comes from a
	 * client, put who that is in front of it, or one may get the response of another
	 * @param request what the key was given for
	 * @param codec writes down the response
	 * @param work the work; its response must not be {@code null}
	 * @return its response, or that of its first execution
	 * @throws E if the work throws it; it is rolled back
	 * @throws InvalidIdempotencyKeyException if the key can not be one
	 * @throws IdempotencyKeyReusedException if the key was given for another request
	 * @throws ResponseTooLargeException if the response may not be stored
	 */
	public <R, E extends Exception> R once(String key, RequestFingerprint request, ResponseCodec<R> codec,
			Work<R, E> work) throws E {
		IdempotencyKey checked = new IdempotencyKey(key);
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(codec, "'codec' must not be null");
		Assert.notNull(work, "'work' must not be null");
		return this.transactions.<R, E>call(() -> {
			byte[] stored = this.responses.claim(checked, request, this.retention);
			if (stored != null) {
				return decoded(codec, stored);
			}
			R response = work.execute();
			this.responses.store(checked, encoded(codec, response));
			return response;
		});
	}

	private <R> R decoded(ResponseCodec<R> codec, byte[] stored) {
		try {
			return codec.decode(stored);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(
					"Domain '%s': a stored response can not be read. Was it written by another version of the application, or with another codec? The work is not done again"
						.formatted(this.domain),
					ex);
		}
	}

	private <R> byte[] encoded(ResponseCodec<R> codec, R response) {
		Assert.state(response != null,
				() -> "Domain '%s': the work has no response; it is rolled back".formatted(this.domain));
		byte[] encoded = codec.encode(response);
		if (encoded.length > this.largestResponse.toBytes()) {
			throw new ResponseTooLargeException(this.domain, encoded.length, this.largestResponse);
		}
		return encoded;
	}

	/**
	 * Remove all keys that have expired, in transactions of a thousand each. Any number
	 * of instances may do so at once. It need not be called for the sake of what
	 * {@link #once} promises: a key that has expired counts as new, and those who store
	 * responses in READ COMMITTED remove two expired ones each.
	 * @return how many were removed
	 * @throws IllegalTransactionStateException within a transaction
	 */
	public long purge() {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalTransactionStateException(
					"Keys are purged in transactions of their own, and there is one already");
		}
		Transactions batches = this.transactions.isolation(Isolation.READ_COMMITTED);
		long purged = 0;
		int batch;
		do {
			batch = batches.<Integer, RuntimeException>call(() -> this.responses.purge(PURGED_AT_ONCE));
			purged += batch;
		}
		while (batch == PURGED_AT_ONCE);
		return purged;
	}

}
