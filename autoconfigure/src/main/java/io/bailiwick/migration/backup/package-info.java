/**
 * Saves the data of domains with PostgreSQL's own programs, and brings it back.
 */
@NullMarked
package io.bailiwick.migration.backup;

import org.jspecify.annotations.NullMarked;
