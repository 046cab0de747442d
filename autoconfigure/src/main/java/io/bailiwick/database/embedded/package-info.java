/**
 * A real PostgreSQL server for development, started by the application itself from the
 * binaries on its class path: no Docker, no installation, and the data survives restarts.
 */
@NullMarked
package io.bailiwick.database.embedded;

import org.jspecify.annotations.NullMarked;
