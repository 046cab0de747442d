package io.bailiwick.transaction;

/**
 * Added to what a callback threw after COMMIT: it looks like a failure of the
 * transaction, which it is not.
 */
final class AlreadyCommitted extends RuntimeException {

	private AlreadyCommitted() {
		super("The transaction had been committed when this was thrown", null, false, false);
	}

	static void sayWith(Throwable failure) {
		failure.addSuppressed(new AlreadyCommitted());
	}

	static boolean isSaidBy(Throwable failure) {
		for (Throwable suppressed : failure.getSuppressed()) {
			if (suppressed instanceof AlreadyCommitted) {
				return true;
			}
		}
		return false;
	}

}
