/**
 * Shows the domains of a running application through Spring Boot's actuator.
 */
@NullMarked
package io.bailiwick.actuate;

import org.jspecify.annotations.NullMarked;
