package io.bailiwick.sample;

import java.sql.DriverManager;

import javax.sql.DataSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

class ModuleTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.bailiwick.sample");

	@Test
	void domainsUseEachOtherInTheOrderOfTheirSchemas() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.layer("users")
			.definedBy("..sample.users..")
			.layer("wallets")
			.definedBy("..sample.wallets..")
			.layer("transfers")
			.definedBy("..sample.transfers..")
			.whereLayer("transfers")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("wallets")
			.mayOnlyBeAccessedByLayers("transfers")
			.whereLayer("users")
			.mayOnlyBeAccessedByLayers("wallets")
			.check(this.classes);
	}

	@Test
	void theWebKnowsNoDomain() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("..sample.web..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..sample.users..", "..sample.wallets..", "..sample.transfers..")
			.check(this.classes);
	}

	@Test
	void nobodyReachesAroundTheStarter() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.areAssignableTo(DataSource.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(DriverManager.class)
			.orShould()
			.dependOnClassesThat()
			.resideInAnyPackage("org.postgresql..", "org.flywaydb..", "com.zaxxer..")
			.check(this.classes);
	}

}
