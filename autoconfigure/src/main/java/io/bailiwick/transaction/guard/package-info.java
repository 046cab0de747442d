/**
 * Notices transactions that can not keep what they promise, and refuses them or says so.
 */
@NullMarked
package io.bailiwick.transaction.guard;

import org.jspecify.annotations.NullMarked;
