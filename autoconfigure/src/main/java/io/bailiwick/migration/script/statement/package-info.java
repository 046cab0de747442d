/**
 * Takes a script apart into statements, exactly as Flyway does when it runs them, and
 * tells which of them a transaction can not hold.
 */
@NullMarked
package io.bailiwick.migration.script.statement;

import org.jspecify.annotations.NullMarked;
