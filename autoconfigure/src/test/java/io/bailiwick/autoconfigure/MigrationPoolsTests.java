package io.bailiwick.autoconfigure;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.domain.Domains;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MigrationPools}.
 */
class MigrationPoolsTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	private final MigrationPools pools = new MigrationPools(this.environment,
			new PoolPreparation(this.environment,
					new PoolSecurity(this.environment, this.beanFactory,
							this.beanFactory.getBeanProvider(SslBundles.class))),
			this.beanFactory.getBeanProvider(Domains.class));

	private final Database database = new Database(new DatabaseLocation("main", null, null, null),
			new DriverManagerDataSource("jdbc:postgresql://localhost/app"));

	@Test
	void aDataSourceThatIsNoPoolServesMigrationsToo() {
		assertThat(this.pools.forMigrations(this.database).dataSource()).isSameAs(this.database.dataSource());
	}

	@Test
	void aLoginForMigrationsIsNotPassedOverWhereTheDataSourceIsNoPool() {
		this.environment.setProperty("bailiwick.databases.main.migration.username", "migrator");
		assertThatExceptionOfType(DatabaseConfigurationException.class)
			.isThrownBy(() -> this.pools.forMigrations(this.database))
			.withMessageContaining("no pool of HikariCP")
			.withMessageContaining("Nothing was migrated");
	}

}
