package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;

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
		List<Database> databases = new ArrayList<>();
		DataSource mainPool = main.getIfUnique();
		if (mainPool != null) {
			databases.add(new Database(new MainDatabase(environment, details, main).location(), mainPool));
		}
		Set<String> others = new LinkedHashSet<>(domains.stream().map(Domain::database).toList());
		others.remove(Domain.MAIN_DATABASE);
		for (String name : others) {
			DataSource pool = BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, DataSource.class, name);
			databases.add(new Database(location(name, pool, environment), pool));
		}
		return new Databases(databases);
	}

	private static DatabaseLocation location(String name, DataSource pool, Environment environment) {
		DatabaseAddress address = DatabaseAddress.find(name, environment);
		return PoolAddress.of(pool)
			.location(name,
					(address != null) ? address.origin() : "the data source of the domain '%s'".formatted(name));
	}

}
