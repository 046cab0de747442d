package io.bailiwick.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import javax.sql.DataSource;

import io.bailiwick.database.Databases;
import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.script.ScriptCatalog;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of every domain.
 * <p>
 * All but the Flyways are no default candidates: an unqualified injection point goes on
 * to mean Spring Boot's own bean. All wait for the migrations: before them there is
 * nothing that a domain's bean could be used for. The definitions are of static factory
 * methods with plain values as arguments, which is what ahead-of-time processing can
 * write down.
 */
final class DomainBeansRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	private final BeanFactory beanFactory;

	DomainBeansRegistrar(Environment environment, ResourceLoader resourceLoader, BeanFactory beanFactory) {
		this.environment = environment;
		this.resourceLoader = resourceLoader;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		new PropertyNamesCheck(this.environment).check();
		UserDefinedBeans userDefined = new UserDefinedBeans(this.beanFactory, registry);
		String[] own = DomainBeans.domains(new String[0], this.environment, this.resourceLoader)
			.stream()
			.map(Domain::name)
			.filter(userDefined::hasDatabaseOfItsOwn)
			.toArray(String[]::new);
		Domains domains = DomainBeans.domains(own, this.environment, this.resourceLoader);
		if (domains.isEmpty()) {
			return;
		}
		new DriverCheck(this.environment, this.beanFactory).check();
		register(registry, DomainBeanNames.DOMAINS, definition(Domains.class, own), "domains");
		registerDatabases(registry, domains, Set.of(own));
		register(registry, DomainBeanNames.SCRIPTS, new RootBeanDefinition(ScriptCatalog.class), "scripts");
		boolean migrating = this.environment.getProperty("spring.flyway.enabled", Boolean.class, true);
		if (migrating) {
			new FlywayPropertiesCheck(this.environment).check();
			register(registry, DomainBeanNames.CHECKS, new RootBeanDefinition(DatabaseChecks.class),
					DatabaseBeans.class, "checks");
			RootBeanDefinition migrations = new RootBeanDefinition(DomainMigrations.class);
			migrations.setDependsOn(DomainBeanNames.CHECKS);
			register(registry, DomainBeanNames.MIGRATIONS, migrations, "domainMigrations");
		}
		for (String name : domains.names()) {
			if (migrating) {
				RootBeanDefinition flyway = qualified(Flyway.class, name);
				// At most starts there is nothing to migrate, which is found out without
				// it.
				flyway.setLazyInit(true);
				register(registry, DomainBeanNames.flyway(name), flyway, "flyway");
			}
			for (DomainHandle handle : DomainHandle.all()) {
				String beanName = DomainBeanNames.handle(name, handle.factoryMethod());
				if (!userDefined.claim(handle.type(), name, beanName)) {
					RootBeanDefinition definition = qualified(handle.type(), name);
					definition.setDefaultCandidate(false);
					if (handle.lazy()) {
						definition.setLazyInit(true);
					}
					if (migrating) {
						definition.setDependsOn(DomainBeanNames.MIGRATIONS);
					}
					register(registry, beanName, definition, handle.factory(), handle.factoryMethod());
				}
			}
		}
	}

	private void registerDatabases(BeanDefinitionRegistry registry, Domains domains, Set<String> own) {
		register(registry, DomainBeanNames.DATABASES, new RootBeanDefinition(Databases.class), DatabaseBeans.class,
				"databases");
		Set<String> pools = new LinkedHashSet<>(domains.stream().map(Domain::database).toList());
		pools.remove(Domain.MAIN_DATABASE);
		pools.removeAll(own);
		boolean main = hasMain(registry, domains);
		for (String name : pools) {
			RootBeanDefinition pool = definition(DataSource.class, name);
			// With no main database, these are the data sources of the application.
			pool.setDefaultCandidate(!main);
			if (domains.find(name) == null) {
				pool.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
			}
			register(registry, DomainBeanNames.pool(name), pool, PoolBeans.class, "pool");
			pool.setDestroyMethodName("close");
		}
	}

	/**
	 * Whether the application has a main database, be it that a domain lives there, be it
	 * that somebody has configured one.
	 */
	private boolean hasMain(BeanDefinitionRegistry registry, Domains domains) {
		return !domains.in(Domain.MAIN_DATABASE).isEmpty() || OnNoDatabaseUrlCondition.hasUrl(this.environment)
				|| new UserDefinedBeans(this.beanFactory, registry).hasMainDatabase();
	}

	private static RootBeanDefinition qualified(Class<?> type, String domain) {
		RootBeanDefinition definition = definition(type, domain);
		UserDefinedBeans.qualify(definition, domain);
		return definition;
	}

	private static RootBeanDefinition definition(Class<?> type, Object argument) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, argument);
		return definition;
	}

	private static void register(BeanDefinitionRegistry registry, String beanName, RootBeanDefinition definition,
			String factoryMethod) {
		register(registry, beanName, definition, DomainBeans.class, factoryMethod);
	}

	private static void register(BeanDefinitionRegistry registry, String beanName, RootBeanDefinition definition,
			Class<?> factory, String factoryMethod) {
		if (!registry.containsBeanDefinition(beanName)) {
			definition.setTargetType(definition.getBeanClass());
			definition.setBeanClass(factory);
			definition.setFactoryMethodName(factoryMethod);
			definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			definition.setDestroyMethodName("");
			registry.registerBeanDefinition(beanName, definition);
		}
	}

}
