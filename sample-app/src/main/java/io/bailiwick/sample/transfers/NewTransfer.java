package io.bailiwick.sample.transfers;

import java.util.Currency;
import java.util.UUID;

import io.bailiwick.sample.web.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Money to be moved.
 *
 * @param fromWalletId the wallet to debit
 * @param toWalletId the wallet to credit
 * @param amount in minor units of the currency
 * @param currency a guard against surprises: if given, the wallets must hold it
 * @param note free text for the receiver
 */
record NewTransfer(@NotNull UUID fromWalletId, @NotNull UUID toWalletId, @NotNull @Positive Long amount,
		@Nullable Currency currency, @Nullable @Size(max = 200) @PlainText @Pattern(regexp = "(?s) *+[^ ].*",
				message = "must not be blank") String note) {

}
