package io.bailiwick.sample.wallets;

import java.util.Currency;
import java.util.UUID;

import jakarta.validation.constraints.NotNull;

record NewWallet(@NotNull UUID userId, @NotNull Currency currency) {

}
