/**
 * Takes over databases that another tool has migrated: reads its history, finds the file
 * of each migration, and proves that the files describe what is there.
 */
@NullMarked
package io.bailiwick.migration.adopt;

import org.jspecify.annotations.NullMarked;
