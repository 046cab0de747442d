package io.bailiwick.database;

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SharedDataSource}.
 */
class SharedDataSourceTests {

	private final DataSource pool = new DriverManagerDataSource("jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1");

	private final SharedDataSource handle = new SharedDataSource(this.pool);

	@Test
	void takesPartInTheTransactionsOfItsPool() {
		new TransactionTemplate(new JdbcTransactionManager(this.pool))
			.executeWithoutResult((status) -> assertThat(DataSourceUtils.getConnection(this.handle))
				.isSameAs(DataSourceUtils.getConnection(this.pool)));
	}

	@Test
	void itsOwnTransactionsAreThoseOfItsPool() {
		new TransactionTemplate(new JdbcTransactionManager(this.handle))
			.executeWithoutResult((status) -> assertThat(DataSourceUtils.getConnection(this.pool))
				.isSameAs(DataSourceUtils.getConnection(this.handle)));
	}

	@Test
	void givesConnectionsOfThePool() {
		assertThat(new JdbcTemplate(this.handle).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
	}

	@Test
	void unwrapsToTheClassOfThePoolOnly() throws SQLException {
		try (HikariDataSource hikari = new HikariDataSource()) {
			SharedDataSource shared = new SharedDataSource(hikari);
			assertThat(shared.isWrapperFor(HikariDataSource.class)).isTrue();
			assertThat(shared.unwrap(HikariDataSource.class)).isSameAs(hikari);
			assertThat(shared.isWrapperFor(SharedDataSource.class)).isTrue();
			assertThat(shared.unwrap(SharedDataSource.class)).isSameAs(shared);
			assertThat(shared.isWrapperFor(HikariConfigMXBean.class)).isFalse();
			assertThat(DataSourceUnwrapper.unwrap(shared, HikariConfigMXBean.class, HikariDataSource.class))
				.as("what the meters of pools look for")
				.isNull();
		}
	}

	@Test
	void refusesToUnwrapToWhatThePoolIsNot() throws SQLException {
		assertThat(this.handle.isWrapperFor(HikariDataSource.class)).isFalse();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.handle.unwrap(HikariDataSource.class));
	}

	@Test
	void handlesOnOnePoolAreEqual() {
		assertThat(this.handle).isEqualTo(new SharedDataSource(this.pool))
			.hasSameHashCodeAs(new SharedDataSource(this.pool))
			.isNotEqualTo(new SharedDataSource(new DriverManagerDataSource()))
			.isNotEqualTo(this.pool);
	}

	@Test
	void needsAPool() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SharedDataSource(null));
	}

}
