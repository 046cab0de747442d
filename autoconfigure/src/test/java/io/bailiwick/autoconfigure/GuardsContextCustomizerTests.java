package io.bailiwick.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardsContextCustomizer}, as Spring's test framework finds it.
 */
class GuardsContextCustomizerTests {

	@Test
	void guardsFailInTestsOfAnyKind() {
		assertThat(mode(WholeApplicationTest.class, "second-database")).isEqualTo("fail");
		assertThat(mode(WholeApplicationTest.class, "requires-new")).isEqualTo("fail");
		assertThat(mode(PlainTest.class, "second-database")).isEqualTo("fail");
	}

	@Test
	void whatIsOptInOrDependsOnTheClockStaysWhatItIs() {
		assertThat(mode(WholeApplicationTest.class, "no-transaction")).isNull();
		assertThat(mode(WholeApplicationTest.class, "repeated-statements")).isNull();
		assertThat(mode(WholeApplicationTest.class, "long-transaction")).isNull();
	}

	@Test
	void whateverSomebodySaysCountsMore() {
		assertThat(mode(LenientTest.class, "second-database")).isEqualTo("off");
		assertThat(mode(LenientTest.class, "requires-new")).isEqualTo("fail");
	}

	@Test
	void testsShareApplicationsAsBefore() {
		assertThat(context(PlainTest.class)).isSameAs(context(OtherPlainTest.class));
	}

	private static String mode(Class<?> testClass, String guard) {
		return context(testClass).getBean(Environment.class).getProperty("bailiwick.guards." + guard);
	}

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	@SpringBootTest(classes = BootApplication.class, webEnvironment = WebEnvironment.NONE)
	static class WholeApplicationTest {

	}

	@ContextConfiguration(classes = PlainConfiguration.class)
	static class PlainTest {

	}

	@ContextConfiguration(classes = PlainConfiguration.class)
	static class OtherPlainTest {

	}

	@SpringBootTest(classes = BootApplication.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = "bailiwick.guards.second-database=off")
	static class LenientTest {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class BootApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfiguration {

	}

}
