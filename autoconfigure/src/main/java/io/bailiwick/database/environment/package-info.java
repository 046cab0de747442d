/**
 * Database addresses as people already write them in environment variables.
 */
@NullMarked
package io.bailiwick.database.environment;

import org.jspecify.annotations.NullMarked;
