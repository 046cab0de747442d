/**
 * Reads what a schema consists of, as PostgreSQL itself says it, and compares it with
 * another one.
 */
@NullMarked
package io.bailiwick.migration.catalog;

import org.jspecify.annotations.NullMarked;
