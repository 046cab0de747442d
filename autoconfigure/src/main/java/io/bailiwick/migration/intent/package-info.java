/**
 * Remembers in the database which statement outside of any transaction is being run, so
 * that whoever comes after a crash knows.
 */
@NullMarked
package io.bailiwick.migration.intent;

import org.jspecify.annotations.NullMarked;
