/**
 * How connections are protected and who opens them: TLS from SSL bundles, and credentials
 * that change while the application runs. Knows databases by name only.
 */
@NullMarked
package io.bailiwick.database.security;

import org.jspecify.annotations.NullMarked;
