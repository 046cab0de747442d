/**
 * Where domains live: addresses, pools and the embedded server.
 */
@NullMarked
package io.bailiwick.database;

import org.jspecify.annotations.NullMarked;
