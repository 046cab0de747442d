package io.bailiwick.database.replica;

import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.SQLExceptionOverride.Override;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

class FailoverDefaultsTests {

	private final HikariDataSource pool = new HikariDataSource();

	@AfterEach
	void reset() {
		TransactionSynchronizationManager.setCurrentTransactionReadOnly(false);
		this.pool.close();
	}

	@Test
	void severalHostsFindThePrimary() {
		complete("jdbc:postgresql://one,two:5433/app?user=x");
		assertThat(this.pool.getDataSourceProperties()).containsEntry("targetServerType", "primary")
			.containsEntry("hostRecheckSeconds", "2")
			.containsEntry("loadBalanceHosts", "true")
			.containsEntry("connectTimeout", "2")
			.containsEntry("loginTimeout", "4");
		assertThat(this.pool.getValidationTimeout()).isEqualTo(2000);
	}

	@Test
	void oneHostKeepsTheDriversDefaults() {
		complete("jdbc:postgresql://one/app?options=a,b");
		assertThat(this.pool.getDataSourceProperties()).isEmpty();
		assertThat(this.pool.getValidationTimeout()).isEqualTo(5000);
	}

	@Test
	void neverOverridesWhatIsConfigured() {
		this.pool.addDataSourceProperty("connectTimeout", "7");
		this.pool.setValidationTimeout(3000);
		SQLExceptionOverride own = new SQLExceptionOverride() {
		};
		this.pool.setExceptionOverride(own);
		complete("jdbc:postgresql://one,two/app?targetServerType=any&hostRecheckSeconds=9");
		assertThat(this.pool.getDataSourceProperties()).containsEntry("connectTimeout", "7")
			.doesNotContainKeys("targetServerType", "hostRecheckSeconds");
		assertThat(this.pool.getValidationTimeout()).isEqualTo(3000);
		assertThat(this.pool.getExceptionOverride()).isSameAs(own);
	}

	@Test
	void leavesOtherDriversAlone() {
		complete("jdbc:h2:mem:one,two");
		assertThat(this.pool.getDataSourceProperties()).isEmpty();
		assertThat(this.pool.getExceptionOverride()).isNull();
	}

	@Test
	void aServerThatRefusesToWriteLosesItsConnection() {
		complete("jdbc:postgresql://one/app");
		assertThat(adjudicate("25006")).isEqualTo(Override.MUST_EVICT);
		assertThat(adjudicate("23505")).isEqualTo(Override.CONTINUE_EVICT);
		assertThat(adjudicate(null)).isEqualTo(Override.CONTINUE_EVICT);
	}

	@Test
	void anApplicationThatWritesInAReadOnlyTransactionKeepsItsConnection() {
		complete("jdbc:postgresql://one/app");
		TransactionSynchronizationManager.setCurrentTransactionReadOnly(true);
		assertThat(adjudicate("25006")).isEqualTo(Override.CONTINUE_EVICT);
	}

	private void complete(String url) {
		this.pool.setJdbcUrl(url);
		FailoverDefaults.complete(this.pool);
	}

	private Override adjudicate(String state) {
		return this.pool.getExceptionOverride().adjudicate(new SQLException("failed", state));
	}

}
