package io.bailiwick.transaction;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has the transaction of a
 * {@link org.springframework.transaction.annotation.Transactional @Transactional} method
 * executed again as a whole where {@link Transactions#retry(int)} would do so. Within
 * another transaction nothing is retried.
 * <p>
 * The application does not start if this stands on a method that never starts a
 * transaction, or if something would begin the transaction outside of the retries.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface RetryTransaction {

	/**
	 * How often the method is executed again, not counting the first time.
	 * @return the number of retries
	 */
	int retries() default 3;

	/**
	 * The time after which no retry begins, counted from the beginning.
	 * @return the time in milliseconds
	 */
	long withinMillis() default 10_000;

	/**
	 * Whether a lock that could not be had is a reason to retry.
	 * @return as in {@link Transactions#retryLockTimeouts()}
	 */
	boolean lockTimeouts() default false;

	/**
	 * Whether the method does no harm when it is executed twice.
	 * @return as in {@link Transactions#idempotent()}
	 */
	boolean idempotent() default false;

}
