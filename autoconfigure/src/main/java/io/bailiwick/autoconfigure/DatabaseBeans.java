package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.Database;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.Databases;
import io.bailiwick.database.DatabaseLocation;
import io.bailiwick.database.PoolDefaults;
import io.bailiwick.database.environment.EnvironmentDatabase;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;

/**
 * The factory methods behind the bean definitions of databases. As with
 * {@link DomainBeans}, what may differ between the build and the start is looked up at the
 * start.
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

	/**
	 * The pool of a database that is configured by {@code bailiwick.databases.<name>} or by
	 * environment variables.
	 */
	static HikariDataSource pool(String name, Domains domains, Environment environment) {
		DatabaseAddress address = DatabaseAddress.of(name, environment);
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(address.url());
		pool.setUsername(address.username());
		pool.setPassword(address.password());
		if (address.maximumPoolSize() != null) {
			pool.setMaximumPoolSize(address.maximumPoolSize());
		}
		Binder.get(environment)
			.bind("bailiwick.databases." + propertyName(name) + ".pool", Bindable.ofInstance(pool));
		List<String> schemas = domains.in(name).stream().map(Domain::schema).toList();
		new PoolDefaults(name, schemas, environment.getProperty("spring.application.name")).complete(pool);
		return pool;
	}

	private static DatabaseLocation location(String name, DataSource pool, Environment environment) {
		DatabaseAddress address = DatabaseAddress.find(name, environment);
		return PoolAddress.of(pool)
			.location(name,
					(address != null) ? address.origin() : "the data source of the domain '%s'".formatted(name));
	}

	private static String propertyName(String name) {
		return name.replace('_', '-');
	}

	/**
	 * Where a database is and how to log in.
	 */
	private record DatabaseAddress(String url, @Nullable String username, @Nullable String password,
			@Nullable Integer maximumPoolSize, String origin) {

		static DatabaseAddress of(String name, Environment environment) {
			DatabaseAddress address = find(name, environment);
			if (address == null) {
				throw new DatabaseConfigurationException("The database '%s' has no address.".formatted(name),
						"Set 'bailiwick.databases.%s.url', or %s_DATABASE_URL in the environment.".formatted(name,
								name.toUpperCase(java.util.Locale.ROOT)));
			}
			return address;
		}

		static @Nullable DatabaseAddress find(String name, Environment environment) {
			String prefix = "bailiwick.databases." + propertyName(name) + ".";
			Binder binder = Binder.get(environment);
			String url = binder.bind(prefix + "url", String.class).orElse(null);
			EnvironmentDatabase variables = new ConfiguredDatabases(environment).variables(name);
			if (url == null && variables == null) {
				return null;
			}
			String username = binder.bind(prefix + "username", String.class).orElse(null);
			String password = binder.bind(prefix + "password", String.class).orElse(null);
			if (url != null || variables == null) {
				return new DatabaseAddress(String.valueOf(url), username, password, null,
						PropertyOrigin.describe(environment, prefix + "url"));
			}
			return new DatabaseAddress(variables.url(), (username != null) ? username : variables.username(),
					(password != null) ? password : variables.password(), variables.maximumPoolSize(),
					variables.origin());
		}

		/**
		 * Everything but the password.
		 */
		@Override
		public String toString() {
			return this.url + " from " + this.origin;
		}

	}

}
