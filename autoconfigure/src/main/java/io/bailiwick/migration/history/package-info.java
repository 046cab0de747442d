/**
 * Reads what the history tables say, and tells without Flyway whether Flyway would find
 * something to do.
 */
@NullMarked
package io.bailiwick.migration.history;

import org.jspecify.annotations.NullMarked;
