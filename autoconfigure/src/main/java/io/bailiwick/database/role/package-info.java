/**
 * Least privilege: for each domain a role that owns its schema and one that reads and
 * writes it.
 */
@NullMarked
package io.bailiwick.database.role;

import org.jspecify.annotations.NullMarked;
