package io.bailiwick.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.transaction.jooq.SchemaMapping;
import io.bailiwick.transaction.jooq.SpringTransactions;
import io.bailiwick.transaction.jooq.TranslatedErrors;
import org.jooq.DSLContext;
import org.jooq.ExecuteListenerProvider;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultDSLContext;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.tools.jdbc.JDBCUtils;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jooq.autoconfigure.DefaultConfigurationCustomizer;
import org.springframework.boot.jooq.autoconfigure.ExceptionTranslatorExecuteListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * The factory method of what a domain has where jOOQ is on the class path, apart from
 * {@link DomainBeans} because it may be absent.
 */
final class JooqBeans {

	private static final boolean SPRING_BOOT_JOOQ_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.jooq.autoconfigure.DefaultConfigurationCustomizer",
			JooqBeans.class.getClassLoader());

	private JooqBeans() {
	}

	/**
	 * What an application has of its own for jOOQ holds for the domains too: settings,
	 * listeners and, with Spring Boot's module, customizers.
	 */
	static DSLContext dslContext(String name, Domains domains, Databases databases,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<Settings> settings,
			ObjectProvider<ExecuteListenerProvider> listeners, ObjectProvider<SQLExceptionTranslator> translators,
			RolesProperties roles, Environment environment) {
		DataSource dataSource = DomainBeans.beanFor(name, DataSource.class, beanFactory);
		DefaultConfiguration configuration = new DefaultConfiguration();
		configuration.set(dialect(name, domains, databases, environment));
		configuration.set(new DataSourceConnectionProvider(new TransactionAwareDataSourceProxy(dataSource)));
		configuration
			.set(new SpringTransactions(DomainBeans.beanFor(name, PlatformTransactionManager.class, beanFactory)));
		configuration.set(mapping(name, domains).applyTo(settings.getIfUnique(Settings::new)));
		configuration.set(listeners(
				new TranslatedErrors(
						DomainBeans.errors(name, dataSource, domains, databases, translators, roles, environment)),
				listeners));
		if (SPRING_BOOT_JOOQ_PRESENT) {
			SpringBoots.customize(configuration, beanFactory);
		}
		return new DefaultDSLContext(configuration);
	}

	/**
	 * Found out without a connection.
	 */
	private static SQLDialect dialect(String name, Domains domains, Databases databases, Environment environment) {
		String url = databases.get(domains.get(name).database()).location().url();
		SQLDialect detected = (url != null) ? JDBCUtils.dialect(url) : SQLDialect.POSTGRES;
		return environment.getProperty("spring.jooq.sql-dialect", SQLDialect.class, detected);
	}

	private static SchemaMapping mapping(String name, Domains domains) {
		Domain own = domains.get(name);
		Map<String, String> schemas = new LinkedHashMap<>();
		for (Domain domain : domains.in(own.database())) {
			schemas.put(domain.name(), domain.schema());
		}
		return new SchemaMapping(own.schema(), schemas);
	}

	/**
	 * Where Spring Boot translates errors, the domain does: before the listeners of the
	 * application, unless they have an order.
	 */
	private static ExecuteListenerProvider[] listeners(TranslatedErrors errors,
			ObjectProvider<ExecuteListenerProvider> listeners) {
		ExecuteListenerProvider own = new DefaultExecuteListenerProvider(errors);
		List<ExecuteListenerProvider> all = new ArrayList<>();
		listeners.orderedStream()
			.map((provider) -> (SPRING_BOOT_JOOQ_PRESENT && SpringBoots.translates(provider)) ? own : provider)
			.forEach(all::add);
		if (!all.contains(own)) {
			all.add(0, own);
		}
		return all.toArray(ExecuteListenerProvider[]::new);
	}

	/**
	 * Isolated because Spring Boot's module for jOOQ may be absent.
	 */
	private static final class SpringBoots {

		static boolean translates(ExecuteListenerProvider provider) {
			return provider.provide() instanceof ExceptionTranslatorExecuteListener;
		}

		static void customize(DefaultConfiguration configuration, ConfigurableListableBeanFactory beanFactory) {
			beanFactory.getBeanProvider(DefaultConfigurationCustomizer.class)
				.orderedStream()
				.forEach((customizer) -> customizer.customize(configuration));
		}

	}

}
