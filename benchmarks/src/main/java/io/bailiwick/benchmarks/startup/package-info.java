/**
 * How long an application takes to start: on plain Spring Boot with its one Flyway, and
 * on the starter with three domains.
 */
@NullMarked
package io.bailiwick.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
