package io.bailiwick.transaction;

import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets whoever is around an outermost transaction know that it was committed, whatever is
 * thrown afterwards.
 */
final class CommitMarker {

	private boolean committed;

	private CommitMarker() {
	}

	static CommitMarker bind() {
		CommitMarker marker = new CommitMarker();
		TransactionSynchronizationManager.bindResource(CommitMarker.class, marker);
		return marker;
	}

	static void unbind() {
		TransactionSynchronizationManager.unbindResource(CommitMarker.class);
	}

	static void committed(DefaultTransactionStatus status) {
		// One that put another aside is not the outermost.
		if (status.getSuspendedResources() == null
				&& TransactionSynchronizationManager.getResource(CommitMarker.class) instanceof CommitMarker marker) {
			marker.committed = true;
		}
	}

	boolean isCommitted() {
		return this.committed;
	}

}
