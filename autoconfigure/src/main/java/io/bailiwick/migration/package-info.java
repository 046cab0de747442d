/**
 * How schemas change: one Flyway for each domain, in the order of their dependencies.
 */
@NullMarked
package io.bailiwick.migration;

import org.jspecify.annotations.NullMarked;
