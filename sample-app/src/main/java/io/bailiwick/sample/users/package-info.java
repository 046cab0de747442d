/**
 * People who hold wallets. Knows no other domain.
 */
@NullMarked
package io.bailiwick.sample.users;

import org.jspecify.annotations.NullMarked;
