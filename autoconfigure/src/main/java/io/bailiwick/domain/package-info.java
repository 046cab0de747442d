/**
 * What a domain is: its name, schema, dependencies and order.
 */
@NullMarked
package io.bailiwick.domain;

import org.jspecify.annotations.NullMarked;
