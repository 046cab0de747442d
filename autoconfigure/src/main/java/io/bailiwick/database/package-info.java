/**
 * Where domains live: addresses from the environment, pools, replicas, timeouts, the
 * connection budget and the embedded server.
 */
@NullMarked
package io.bailiwick.database;

import org.jspecify.annotations.NullMarked;
