/**
 * Units of work on the data of a domain: what they promise, how they are retried and how
 * they end.
 */
@NullMarked
package io.bailiwick.transaction;

import org.jspecify.annotations.NullMarked;
