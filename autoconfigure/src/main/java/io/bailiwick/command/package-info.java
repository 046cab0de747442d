/**
 * The {@code db} verbs of the application's own jar: what is typed, what is printed, and
 * with which code it ends. What the verbs do is not here: they ask
 * {@link io.bailiwick.migration.DomainMigrations}.
 */
@NullMarked
package io.bailiwick.command;

import org.jspecify.annotations.NullMarked;
