package io.bailiwick.sample.wallets;

import io.bailiwick.sample.web.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * A payment to be credited.
 *
 * @param amount in minor units of the wallet's currency
 * @param reference what the payment is called where it came from; it is credited once
 */
record NewDeposit(@NotNull @Positive Long amount, @NotBlank @Size(max = 100) @PlainText String reference) {

}
