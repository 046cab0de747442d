/**
 * Reads on a replica: which server a read-only transaction goes to, how far behind it is,
 * and what happens when a server dies.
 */
@NullMarked
package io.bailiwick.database.replica;

import org.jspecify.annotations.NullMarked;
