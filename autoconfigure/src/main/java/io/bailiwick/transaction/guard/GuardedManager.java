package io.bailiwick.transaction.guard;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A transaction manager as guards see it.
 *
 * @param domain the domain that it was made for, if for one
 * @param dataSource the data source of its transactions
 * @param pool by what Spring tells whether transactions are one
 * @param resource what is bound to a thread for as long as a transaction is there and not
 * put aside
 * @param jdbc whether it hands out the connections of its transactions as they are
 */
record GuardedManager(@Nullable String domain, DataSource dataSource, Object pool, Object resource, boolean jdbc) {

}
