package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.Databases;
import io.bailiwick.database.boundary.MoveCheck;
import io.bailiwick.database.budget.BudgetCheck;
import io.bailiwick.database.timeout.TimeoutReadings;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.MigrationSettings;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;

/**
 * The factory methods behind the bean definitions of databases. As with
 * {@link DomainBeans}, what may differ between the build and the start is looked up at
 * the start.
 */
final class DatabaseBeans {

	private DatabaseBeans() {
	}

	/**
	 * Every database in which a domain lives, and the main one if there is a data source.
	 */
	static Databases databases(Domains domains, Environment environment, BeanFactory beanFactory,
			ObjectProvider<JdbcConnectionDetails> details, ObjectProvider<DataSource> main) {
		Map<String, DataSource> named = new LinkedHashMap<>();
		for (Domain domain : domains) {
			if (!domain.database().equals(Domain.MAIN_DATABASE)) {
				named.computeIfAbsent(domain.database(), (name) -> dataSource(name, beanFactory));
			}
		}
		List<Database> databases = new ArrayList<>();
		DataSource mainPool = main.getIfUnique();
		if (mainPool != null && !named.containsValue(mainPool)) {
			databases.add(new Database(new MainDatabase(environment, details).location(mainPool), mainPool));
		}
		else if (!domains.in(Domain.MAIN_DATABASE).isEmpty()) {
			throw noMain(main);
		}
		named.forEach((name, pool) -> databases.add(new Database(location(name, pool, environment), pool)));
		return new Databases(databases);
	}

	/**
	 * The pool of a database, or the data source that the application has for a domain.
	 */
	private static DataSource dataSource(String database, BeanFactory beanFactory) {
		String pool = DomainBeanNames.pool(database);
		return beanFactory.containsBean(pool) ? beanFactory.getBean(pool, DataSource.class)
				: BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, DataSource.class, database);
	}

	static DatabaseChecks checks(Databases databases, Domains domains, MigrationSettings migration,
			BudgetProperties budget, TimeoutReadings readings, ObjectProvider<PoolPreparation> preparation,
			ObjectProvider<DomainPools> domainPools, ObjectProvider<ReplicaPools> replicas,
			ObjectProvider<MigrationPools> migrations, ConfiguredModes modes, Environment environment) {
		new UnusedSettings(environment, preparation.getIfAvailable()).check(databases);
		new MigrationAddressCheck(environment, migrations.getIfAvailable(), preparation.getIfAvailable(), modes)
			.check(databases);
		BudgetedPools pools = new BudgetedPools(domains, preparation, domainPools, replicas, migrations, modes);
		return new DatabaseChecks(new BudgetCheck(pools.of(databases), budget.budget(), budget.instances()),
				new SessionCheck(databases, domains, preparation, readings),
				new MoveCheck(databases, domains, migration.historyTable()));
	}

	private static DatabaseConfigurationException noMain(ObjectProvider<DataSource> candidates) {
		return candidates.stream().findAny().isPresent() ? new DatabaseConfigurationException(
				"The domains have no main database: the application has several data sources, and none of them is primary.",
				"Annotate the main one with @Primary, or the others with @Bean(defaultCandidate = false).")
				: new DatabaseConfigurationException("The domains have no data source: Spring Boot made none.",
						"Add a connection pool (com.zaxxer:HikariCP, which io.bailiwick:bailiwick-spring-boot-starter has), or set 'spring.datasource.type', or define a bean of type DataSource.");
	}

	private static DatabaseLocation location(String name, DataSource pool, Environment environment) {
		DatabaseAddress address = DatabaseAddress.find(name, environment);
		return PoolAddress.of(pool)
			.location(name,
					(address != null) ? address.origin() : "the data source of the domain '%s'".formatted(name));
	}

}
