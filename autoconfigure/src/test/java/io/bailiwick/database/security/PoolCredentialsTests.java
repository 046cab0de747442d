package io.bailiwick.database.security;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.security.DatabaseCredentials.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PoolCredentialsTests {

	@ParameterizedTest
	@ValueSource(strings = { "user", "password" })
	void refusesAUrlThatWouldWin(String parameter) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:postgresql://db/app?%s=s3cr3t".formatted(parameter));
		assertThatExceptionOfType(DatabaseSecurityException.class)
			.isThrownBy(() -> PoolCredentials.apply(pool, "reporting", (name) -> new Login("app", "s3cr3t")))
			.withMessageContaining("'reporting'")
			.withMessageContaining("its URL has the parameter '%s'".formatted(parameter))
			.satisfies((refusal) -> assertThat(refusal.toString()).doesNotContain("s3cr3t"));
	}

	@Test
	void doesNotPrintAPassword() {
		assertThat(new Login("app", "s3cr3t")).hasToString("Login[username=app, password=******]");
	}

	@Test
	void refusesALoginWithoutARole() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Login(" ", "s3cr3t"))
			.withMessage("'username' must not be empty");
	}

	@Test
	void keepsAnInterruption() {
		HikariDataSource pool = new HikariDataSource();
		PoolCredentials.apply(pool, "reporting", (name) -> {
			throw new InterruptedException();
		});
		assertThatExceptionOfType(DatabaseSecurityException.class)
			.isThrownBy(() -> pool.getCredentialsProvider().getCredentials())
			.withMessageContaining("was interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

}
