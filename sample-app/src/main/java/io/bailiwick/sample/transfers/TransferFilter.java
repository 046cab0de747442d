package io.bailiwick.sample.transfers;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which transfers somebody wants to see. What is null makes no difference.
 *
 * @param walletId the wallet that sent or received
 * @param from the earliest time
 * @param to the time before which they were made
 * @param minAmount the least amount, in minor units of whatever currency
 */
record TransferFilter(@Nullable UUID walletId, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to,
		@Nullable Long minAmount) {

	// Java knows times that PostgreSQL does not; no transfer is from before or after
	// these.
	private static final OffsetDateTime EARLIEST = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	private static final OffsetDateTime LATEST = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);

	TransferFilter {
		from = within(from);
		to = within(to);
	}

	private static @Nullable OffsetDateTime within(@Nullable OffsetDateTime time) {
		if (time == null) {
			return null;
		}
		if (time.isBefore(EARLIEST)) {
			return EARLIEST;
		}
		return time.isAfter(LATEST) ? LATEST : time;
	}

}
