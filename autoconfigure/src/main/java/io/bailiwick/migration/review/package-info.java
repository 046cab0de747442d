/**
 * Lays a domain's files beside its history: what is there, what would be done, what is
 * wrong and how to mend it.
 */
@NullMarked
package io.bailiwick.migration.review;

import org.jspecify.annotations.NullMarked;
