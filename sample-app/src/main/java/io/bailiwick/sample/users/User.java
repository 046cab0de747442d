package io.bailiwick.sample.users;

import java.time.OffsetDateTime;
import java.util.UUID;

record User(UUID id, String email, String name, String status, OffsetDateTime createdAt, OffsetDateTime updatedAt) {

}
