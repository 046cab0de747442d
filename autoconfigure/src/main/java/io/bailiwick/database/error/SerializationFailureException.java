package io.bailiwick.database.error;

import org.springframework.dao.CannotAcquireLockException;

/**
 * Thrown when a transaction can not be brought into an order with others at its isolation
 * level, or stands in the way of recovery on a standby (SQLSTATE 40001). The whole
 * transaction may be executed again.
 */
public class SerializationFailureException extends CannotAcquireLockException {

	SerializationFailureException(String message, Throwable cause) {
		super(message, cause);
	}

}
