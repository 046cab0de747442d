/**
 * jOOQ on a domain's connection, schema and transactions.
 */
@NullMarked
package io.bailiwick.transaction.jooq;

import org.jspecify.annotations.NullMarked;
