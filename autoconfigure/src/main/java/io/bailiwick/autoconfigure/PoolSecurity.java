package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariDataSource;
import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.security.DatabaseCredentials;
import io.bailiwick.database.security.JdbcSslBundles;
import io.bailiwick.database.security.PoolCredentials;
import io.bailiwick.domain.OfDomain;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Gives each pool, before its first connection, the certificates and the credentials that
 * the application has for its database.
 */
final class PoolSecurity {

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	private final SingletonSupplier<JdbcSslBundles> bundles;

	PoolSecurity(Environment environment, ListableBeanFactory beanFactory, ObjectProvider<SslBundles> bundles) {
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.bundles = SingletonSupplier.of(() -> new JdbcSslBundles(bundles.getObject()));
	}

	void apply(HikariDataSource pool, String database, PoolPurpose.Secrets secrets) {
		if (secrets == PoolPurpose.Secrets.NONE) {
			return;
		}
		String bundle = this.environment
			.getProperty("bailiwick.databases." + DatabaseAddress.propertyName(database) + ".ssl.bundle");
		if (StringUtils.hasText(bundle)) {
			this.bundles.obtain().apply(pool, database, bundle);
		}
		DatabaseCredentials credentials = (secrets == PoolPurpose.Secrets.ALL) ? credentials(database) : null;
		if (credentials != null) {
			PoolCredentials.apply(pool, database, credentials);
		}
	}

	/**
	 * The credentials that are bound to the database, or else those bound to none.
	 */
	private @Nullable DatabaseCredentials credentials(String database) {
		Map<String, DatabaseCredentials> bound = new TreeMap<>();
		Map<String, DatabaseCredentials> unbound = new TreeMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(DatabaseCredentials.class)) {
			if (isBoundTo(beanName, database)) {
				bound.put(beanName, this.beanFactory.getBean(beanName, DatabaseCredentials.class));
			}
			else if (this.beanFactory.findAnnotationOnBean(beanName, OfDomain.class) == null) {
				unbound.put(beanName, this.beanFactory.getBean(beanName, DatabaseCredentials.class));
			}
		}
		Map<String, DatabaseCredentials> candidates = bound.isEmpty() ? unbound : bound;
		if (candidates.size() > 1) {
			throw new DatabaseConfigurationException(
					"Several beans supply credentials for the database '%s': %s.".formatted(database,
							String.join(", ", candidates.keySet())),
					"Bind each to one database with @OfDomain(\"…\"), for this one with @OfDomain(\"%s\")."
						.formatted(database));
		}
		List<DatabaseCredentials> only = new ArrayList<>(candidates.values());
		return only.isEmpty() ? null : only.get(0);
	}

	private boolean isBoundTo(String beanName, String database) {
		OfDomain annotation = this.beanFactory.findAnnotationOnBean(beanName, OfDomain.class);
		return (annotation != null) ? annotation.value().equals(database)
				: BeanFactoryAnnotationUtils.isQualifierMatch(database::equals, beanName, this.beanFactory);
	}

}
