/**
 * Drops the schemas of domains so that they can be built again.
 */
@NullMarked
package io.bailiwick.migration.reset;

import org.jspecify.annotations.NullMarked;
