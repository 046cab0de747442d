package io.bailiwick.sample.wallets;

import java.time.OffsetDateTime;
import java.util.UUID;

record Deposit(UUID id, UUID walletId, long amount, String reference, OffsetDateTime createdAt) {

}
