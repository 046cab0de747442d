/**
 * What stands in the way of moving a domain to another database, read from the catalog.
 */
@NullMarked
package io.bailiwick.database.boundary;

import org.jspecify.annotations.NullMarked;
