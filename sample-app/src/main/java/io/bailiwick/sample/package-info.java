/**
 * The sample: users, wallets and transfers over HTTP, each a domain with its own schema.
 */
@NullMarked
package io.bailiwick.sample;

import org.jspecify.annotations.NullMarked;
