package io.bailiwick.autoconfigure;

import javax.sql.DataSource;

import io.bailiwick.domain.Domain;
import io.bailiwick.domain.Domains;
import io.bailiwick.domain.OfDomain;
import io.bailiwick.migration.DomainMigrations;
import io.bailiwick.migration.script.ScriptCatalog;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registers the beans of every domain.
 * <p>
 * All but the Flyways are no default candidates: an unqualified injection point goes on
 * to mean Spring Boot's own bean. The definitions are of static factory methods with
 * plain values as arguments, which is what ahead-of-time processing can write down.
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
		Domains domains = DomainBeans.domains(this.environment, this.resourceLoader);
		if (domains.isEmpty()) {
			return;
		}
		new DriverCheck(this.environment, this.beanFactory).check();
		register(registry, DomainBeanNames.DOMAINS, new RootBeanDefinition(Domains.class), "domains");
		register(registry, DomainBeanNames.SCRIPTS, new RootBeanDefinition(ScriptCatalog.class), "scripts");
		boolean migrating = this.environment.getProperty("spring.flyway.enabled", Boolean.class, true);
		if (migrating) {
			new FlywayPropertiesCheck(this.environment).check();
			register(registry, DomainBeanNames.MIGRATIONS, new RootBeanDefinition(DomainMigrations.class),
					"domainMigrations");
		}
		for (Domain domain : domains) {
			String name = domain.name();
			if (migrating) {
				register(registry, DomainBeanNames.flyway(name), definition(Flyway.class, name), "flyway");
			}
			handle(registry, DomainBeanNames.dataSource(name), DataSource.class, name, "dataSource");
			handle(registry, DomainBeanNames.transactionManager(name), PlatformTransactionManager.class, name,
					"transactionManager");
			handle(registry, DomainBeanNames.transactionTemplate(name), TransactionTemplate.class, name,
					"transactionTemplate");
			handle(registry, DomainBeanNames.jdbcClient(name), JdbcClient.class, name, "jdbcClient");
		}
	}

	private void handle(BeanDefinitionRegistry registry, String beanName, Class<?> type, String domain,
			String factoryMethod) {
		if (!isDefinedByUser(type, domain)) {
			RootBeanDefinition definition = definition(type, domain);
			definition.setDefaultCandidate(false);
			register(registry, beanName, definition, factoryMethod);
		}
	}

	private boolean isDefinedByUser(Class<?> type, String domain) {
		if (this.beanFactory instanceof ListableBeanFactory listableBeanFactory) {
			for (String beanName : listableBeanFactory.getBeanNamesForType(type, true, false)) {
				OfDomain annotation = listableBeanFactory.findAnnotationOnBean(beanName, OfDomain.class, false);
				if ((annotation != null && annotation.value().equals(domain))
						|| BeanFactoryAnnotationUtils.isQualifierMatch(domain::equals, beanName, this.beanFactory)) {
					return true;
				}
			}
		}
		return false;
	}

	private static RootBeanDefinition definition(Class<?> type, String domain) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, domain);
		// @OfDomain for injection points, @Qualifier for @Transactional("…").
		definition.addQualifier(new AutowireCandidateQualifier(OfDomain.class, domain));
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, domain));
		return definition;
	}

	private static void register(BeanDefinitionRegistry registry, String beanName, RootBeanDefinition definition,
			String factoryMethod) {
		if (!registry.containsBeanDefinition(beanName)) {
			definition.setTargetType(definition.getBeanClass());
			definition.setBeanClass(DomainBeans.class);
			definition.setFactoryMethodName(factoryMethod);
			definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			definition.setDestroyMethodName("");
			registry.registerBeanDefinition(beanName, definition);
		}
	}

}
