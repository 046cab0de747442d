/**
 * Measures what the domains' databases do.
 */
@NullMarked
package io.bailiwick.observation;

import org.jspecify.annotations.NullMarked;
