/**
 * Money, and who holds it. Builds on users.
 */
@NullMarked
package io.bailiwick.sample.wallets;

import org.jspecify.annotations.NullMarked;
