/**
 * How long the server lets statements, lock waits and transactions last, and how it is
 * told so: directly, through a connection pooler, and for migrations.
 */
@NullMarked
package io.bailiwick.database.timeout;

import org.jspecify.annotations.NullMarked;
