/**
 * What an application or a test says about its containers: which database each of them
 * serves.
 */
@NullMarked
package io.bailiwick.database.container;

import org.jspecify.annotations.NullMarked;
