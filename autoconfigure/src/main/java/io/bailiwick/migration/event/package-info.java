/**
 * Tells what becomes of domains and their migrations.
 */
@NullMarked
package io.bailiwick.migration.event;

import org.jspecify.annotations.NullMarked;
