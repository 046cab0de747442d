package io.bailiwick.sample.users;

import io.bailiwick.sample.web.PlainText;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record NewUser(@NotBlank @Email @Size(max = 254) @PlainText String email,
		@NotBlank @Size(max = 200) @PlainText String name) {

}
