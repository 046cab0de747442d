/**
 * What PostgreSQL reports, as exceptions that say what it is about. Each extends the one
 * that Spring throws for the same code.
 */
@NullMarked
package io.bailiwick.database.error;

import org.jspecify.annotations.NullMarked;
