/**
 * Takes back what migrations have done: chooses what is undone in which order, says what
 * data may go, and runs the ways back.
 */
@NullMarked
package io.bailiwick.migration.undo;

import org.jspecify.annotations.NullMarked;
