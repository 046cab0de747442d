package io.bailiwick.autoconfigure.container;

import java.util.List;

import io.bailiwick.database.DatabaseConfigurationException;
import io.bailiwick.database.container.ServesDatabase;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServesDatabaseContextCustomizerFactory}.
 */
class ServesDatabaseContextCustomizerFactoryTests {

	@Test
	void aTestWithoutSuchFieldsIsLeftAlone() {
		assertThat(customizer(Object.class)).isNull();
		assertThat(customizer(getClass())).isNull();
	}

	@Test
	void fieldsOfSuperclassesInterfacesAndEnclosingClassesCount() {
		assertThat(((ServesDatabaseContextCustomizer) customizer(Outer.Inner.class)).fields())
			.extracting(ContainerField::database)
			.containsExactlyInAnyOrder("inner", "outer", "inherited", "implemented");
	}

	@Test
	void testsWithTheSameFieldsShareAnApplication() {
		assertThat(customizer(One.class)).isEqualTo(customizer(Other.class)).hasSameHashCodeAs(customizer(Other.class));
		assertThat(customizer(One.class)).isNotEqualTo(customizer(Outer.class));
	}

	@Test
	void noContainerIsStarted() {
		customizer(Outer.Inner.class);
		assertThat(Outer.outer.starts()).isZero();
		assertThat(Implemented.starts()).isZero();
	}

	@Test
	void aFieldThatIsNotStaticIsRefused() {
		refused(NotStatic.class, "stands on the field " + NotStatic.class.getName() + ".reports, which is not static");
	}

	@Test
	void aFieldThatHoldsNothingIsRefused() {
		refused(Empty.class, "Empty.reports, which holds nothing yet");
	}

	@Test
	void aFieldThatIsNoContainerOfADatabaseIsRefused() {
		refused(NoContainer.class,
				"NoContainer.reports, which is no JdbcDatabaseContainer of Testcontainers, but of type "
						+ GenericContainer.class.getName());
	}

	@Test
	void theMainDatabaseIsSpringBoots() {
		refused(Main.class, "@ServesDatabase(\"main\") stands on the field");
	}

	@Test
	void aContainerServesTheMainDatabaseOrAnotherOne() {
		refused(Both.class, "both stand on the field " + Both.class.getName() + ".reports");
		assertThat(customizer(Reactive.class)).isNotNull();
	}

	private static void refused(Class<?> testClass, String message) {
		assertThatExceptionOfType(DatabaseConfigurationException.class).isThrownBy(() -> customizer(testClass))
			.withMessageContaining(message);
	}

	private static ContextCustomizer customizer(Class<?> testClass) {
		return new ServesDatabaseContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	interface Implemented {

		@ServesDatabase("implemented")
		TestContainer container = new TestContainer();

		static int starts() {
			return container.starts();
		}

	}

	static class Inherited {

		@ServesDatabase("inherited")
		static TestContainer inherited = new TestContainer();

	}

	static class Outer {

		@ServesDatabase("outer")
		static TestContainer outer = new TestContainer();

		@Nested
		@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.INHERIT)
		class Inner extends Inherited implements Implemented {

			@ServesDatabase("inner")
			static TestContainer inner = new TestContainer();

		}

	}

	static class One extends Inherited {

	}

	static class Other extends Inherited {

	}

	static class NotStatic {

		@ServesDatabase("reports")
		TestContainer reports = new TestContainer();

	}

	static class Empty {

		@ServesDatabase("reports")
		static TestContainer reports;

	}

	static class NoContainer {

		@ServesDatabase("reports")
		static GenericContainer<?> reports = new GenericContainer<>("redis");

	}

	static class Main {

		@ServesDatabase("main")
		static TestContainer main = new TestContainer();

	}

	static class Both {

		@ServiceConnection
		@ServesDatabase("reports")
		static TestContainer reports = new TestContainer();

	}

	static class Reactive {

		@ServiceConnection(type = OtherDetails.class)
		@ServesDatabase("reports")
		static TestContainer reports = new TestContainer();

	}

	interface OtherDetails extends ConnectionDetails {

		String url();

	}

}
