/**
 * What a unit of work costs beyond what Spring's template does.
 */
@NullMarked
package io.bailiwick.benchmarks.transaction;

import org.jspecify.annotations.NullMarked;
