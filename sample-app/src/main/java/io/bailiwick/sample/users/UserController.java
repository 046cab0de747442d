package io.bailiwick.sample.users;

import java.util.UUID;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/users")
class UserController {

	private final UserService users;

	UserController(UserService users) {
		this.users = users;
	}

	@PostMapping
	ResponseEntity<User> register(@Valid @RequestBody NewUser newUser, UriComponentsBuilder uri) {
		User user = this.users.register(newUser);
		return ResponseEntity.created(uri.path("/users/{id}").build(user.id())).body(user);
	}

	@GetMapping("/{id}")
	User find(@PathVariable UUID id) {
		return this.users.find(id);
	}

	// A soft delete, and like every DELETE one that may be repeated.
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable UUID id) {
		this.users.delete(id);
	}

}
