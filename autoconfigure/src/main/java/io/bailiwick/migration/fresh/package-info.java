/**
 * Builds the schema of a domain that has none yet.
 */
@NullMarked
package io.bailiwick.migration.fresh;

import org.jspecify.annotations.NullMarked;
