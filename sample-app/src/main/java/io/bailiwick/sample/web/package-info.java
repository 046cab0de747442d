/**
 * What the domains share towards HTTP: every error is a problem of RFC 9457.
 */
@NullMarked
package io.bailiwick.sample.web;

import org.jspecify.annotations.NullMarked;
