/**
 * Reads the files that change a schema: where they lie, what they are called, what is
 * wrong with them.
 */
@NullMarked
package io.bailiwick.migration.script;

import org.jspecify.annotations.NullMarked;
