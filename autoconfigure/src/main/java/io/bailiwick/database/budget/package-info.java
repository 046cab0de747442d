/**
 * Whether the pools of all instances of the application fit on their servers.
 */
@NullMarked
package io.bailiwick.database.budget;

import org.jspecify.annotations.NullMarked;
