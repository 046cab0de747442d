package io.bailiwick.autoconfigure;

import java.util.Collections;
import java.util.Set;

import io.bailiwick.migration.DomainMigrations;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;

/**
 * A {@link DatabaseInitializerDetector} for {@link DomainMigrations}: whatever Spring
 * Boot knows to need an initialized database waits for the migrations of all domains.
 */
class DomainMigrationsDatabaseInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

	@Override
	protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
		return Collections.singleton(DomainMigrations.class);
	}

	@Override
	public int getOrder() {
		// After the Flyways, which Spring Boot's own detector finds at 0.
		return 1;
	}

}
