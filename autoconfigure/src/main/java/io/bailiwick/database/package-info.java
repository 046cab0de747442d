/**
 * Where domains live: addresses, pools, replicas, the connection budget and the embedded
 * server.
 */
@NullMarked
package io.bailiwick.database;

import org.jspecify.annotations.NullMarked;
