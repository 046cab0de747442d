/**
 * Databases that containers serve: those of Testcontainers that
 * {@link io.bailiwick.database.container.ServesDatabase} marks, and services of Docker
 * Compose that have a label.
 */
@NullMarked
package io.bailiwick.autoconfigure.container;

import org.jspecify.annotations.NullMarked;
