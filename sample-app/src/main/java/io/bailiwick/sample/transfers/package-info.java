/**
 * Money moving between wallets. Builds on wallets.
 */
@NullMarked
package io.bailiwick.sample.transfers;

import org.jspecify.annotations.NullMarked;
