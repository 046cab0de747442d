/**
 * Wires the library into a Spring Boot application.
 */
@NullMarked
package io.bailiwick.autoconfigure;

import org.jspecify.annotations.NullMarked;
