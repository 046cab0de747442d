package io.bailiwick.sample.users;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A user to be. Control characters are refused because PostgreSQL has no text with a NUL
 * in it.
 *
 * @param email unique whatever the case
 * @param name what to call the user
 */
record NewUser(
		@NotBlank @Email @Size(max = 254) @Pattern(regexp = "\\P{Cntrl}*",
				message = "must not contain control characters") String email,
		@NotBlank @Size(max = 200) @Pattern(regexp = "\\P{Cntrl}*",
				message = "must not contain control characters") String name) {

}
