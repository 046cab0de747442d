package io.bailiwick.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the seed data in {@code db/seed/<domain>}.
 *
 * @param enabled whether seed data is loaded after the migrations
 */
@ConfigurationProperties("bailiwick.seed")
public record SeedProperties(@DefaultValue("false") boolean enabled) {

}
