package io.bailiwick;

import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules that the house is built by: its floors, and what Spring Boot holds its own
 * auto-configurations to. A rule that finds nothing to look at fails.
 */
class ArchitectureTests {

	private static final String HOUSE = "io.bailiwick.";

	private static final Map<String, Integer> FLOORS = Map.of("domain", 1, "database", 2, "migration", 3, "transaction",
			3, "observation", 4, "command", 4, "actuate", 5, "autoconfigure", 6);

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
		.importPackages("io.bailiwick");

	@Test
	void everyClassHasAFloor() {
		check(ArchRuleDefinition.classes().should(new ArchCondition<>("live on a floor of the house") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, FLOORS.containsKey(floorOf(type)),
						type.getName() + " lives in a package that has no floor"));
			}

		}));
	}

	@Test
	void aFloorUsesOnlyFloorsBelowIt() {
		check(ArchRuleDefinition.classes()
			.should(new ArchCondition<>("use only their own floor's room and floors below it") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
						JavaClass target = dependency.getTargetClass().getBaseComponentType();
						if (target.getPackageName().startsWith(HOUSE) && !floorOf(target).equals(floorOf(type))) {
							boolean below = FLOORS.getOrDefault(floorOf(target), 99) < FLOORS
								.getOrDefault(floorOf(type), 0);
							events.add(new SimpleConditionEvent(type, below, dependency.getDescription()));
						}
					}
				}

			}));
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("io.bailiwick.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL));
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		check(ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.and(new DescribedPredicate<JavaMember>("are not the constructor that the compiler adds") {

				@Override
				public boolean test(JavaMember member) {
					return !member.getName().equals("<init>");
				}

			})
			.should()
			.notBePublic());
	}

	@Test
	void conditionsAreNotPublic() {
		check(ArchRuleDefinition.classes().that().areAssignableTo(Condition.class).should().notBePublic());
	}

	@Test
	void postProcessorsAreMadeByStaticMethods() {
		check(ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
				.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
			.should()
			.beStatic());
	}

	@Test
	void classesAreAskedForOnClassesNotOnBeanMethods() {
		check(ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.andShould()
			.notBeAnnotatedWith(ConditionalOnMissingClass.class));
	}

	@Test
	void streamsBecomeListsWithToList() {
		check(ArchRuleDefinition.noClasses().should().callMethod(Collectors.class, "toList"));
	}

	@Test
	void lettersChangeTheirCaseInAGivenLocale() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "toUpperCase")
			.orShould()
			.callMethod(String.class, "toLowerCase")
			.because("the language of the machine must not matter: use Locale.ROOT"));
	}

	@Test
	void argumentsAreCheckedWithAssert() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.callMethod(Objects.class, "requireNonNull", Object.class, Supplier.class)
			.orShould()
			.callMethod(Objects.class, "requireNonNull", Object.class, String.class)
			.because("Spring's Assert says which argument it was"));
	}

	@Test
	void loggersAreOfCommonsLogging() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.slf4j..")));
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("ch.qos.logback..")));
	}

	@Test
	void propertiesStandUnderOurPrefix() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should(new ArchCondition<>("have a prefix of ours") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					String prefix = type.getAnnotationOfType(ConfigurationProperties.class).value();
					events.add(new SimpleConditionEvent(type, (prefix + ".").startsWith("bailiwick."),
							type.getName() + " has the prefix '" + prefix + "'"));
				}

			}));
	}

	@Test
	void nothingThatChangesIsStatic() {
		Set<String> changing = Set.of("java.util.concurrent.atomic", "java.util.concurrent.locks");
		check(ArchRuleDefinition.fields()
			.that()
			.areStatic()
			.should(new ArchCondition<>("be final and hold nothing that changes") {

				@Override
				public void check(JavaField field, ConditionEvents events) {
					JavaClass type = field.getRawType();
					boolean generated = field.getModifiers().contains(JavaModifier.SYNTHETIC);
					boolean constant = field.getModifiers().contains(JavaModifier.FINAL)
							&& !changing.contains(type.getPackageName()) && !type.isAssignableTo(ThreadLocal.class)
							&& !type.isAssignableTo("java.util.concurrent.ConcurrentMap");
					events.add(new SimpleConditionEvent(field, generated || constant, field.getDescription()));
				}

			}));
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<String> packages = packages();
		assertThat(packages).hasSizeGreaterThan(5)
			.allSatisfy((name) -> assertThat(isAnnotated(name, NullMarked.class))
				.as("package-info.java of %s says @NullMarked", name)
				.isTrue());
	}

	@Test
	void noPackageIsADrawerForEverything() {
		assertThat(packages()).isNotEmpty()
			.allSatisfy((name) -> assertThat(name.toLowerCase(Locale.ROOT).split("\\.")).doesNotContain("util", "utils",
					"common", "helper", "misc"));
	}

	private static Set<String> packages() {
		return CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean isAnnotated(String packageName, Class<? extends Annotation> annotation) {
		try {
			return Class.forName(packageName + ".package-info").isAnnotationPresent(annotation);
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static String floorOf(JavaClass type) {
		String name = type.getPackageName();
		return name.startsWith(HOUSE) ? Stream.of(name.substring(HOUSE.length()).split("\\.")).findFirst().orElse("")
				: "";
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(false).check(CLASSES);
	}

}
