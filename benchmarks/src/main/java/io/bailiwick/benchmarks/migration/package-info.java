/**
 * What migrating costs, compared with plain Flyway calls in a loop.
 */
@NullMarked
package io.bailiwick.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
