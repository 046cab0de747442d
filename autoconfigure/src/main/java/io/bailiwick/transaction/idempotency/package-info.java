/**
 * Work that is done once, however often it is asked for, and whose response everybody who
 * asks gets.
 */
@NullMarked
package io.bailiwick.transaction.idempotency;

import org.jspecify.annotations.NullMarked;
