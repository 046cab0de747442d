package io.bailiwick.autoconfigure;

import java.util.Arrays;

import io.bailiwick.domain.OfDomain;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * An application that prints what it found. It names no class that it may have to do
 * without.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WholeApplication.Wallets.class)
public class WholeApplication {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(WholeApplication.class, arguments)) {
			print("generated", !context
				.containsBean("org.springframework.context.annotation.internalConfigurationAnnotationProcessor"));
			boolean domains = context.containsBean("bailiwickDomains");
			print("domains", domains ? context.getBean("bailiwickDomains") : "none");
			print("endpoint", context.containsBean("domainsEndpoint") ? read(context.getBean("domainsEndpoint")) : "");
			print("health", context.containsBean("domainsHealthIndicator"));
			print("main client", context.getBean(JdbcClient.class) == context.getBean("jdbcClient"));
			print("waits", Arrays.toString(context.getBeanFactory().getBeanDefinition("jdbcClient").getDependsOn()));
			if (domains) {
				Wallets wallets = context.getBean(Wallets.class);
				try {
					wallets.openAndFail();
				}
				catch (IllegalStateException ex) {
					print("after the failure", ex.getMessage());
				}
				print("rows", wallets.count());
				print("main dsl", context.containsBean("dslContext"));
				print("dsl", context.containsBean("walletsDslContext") ? query(context.getBean("walletsDslContext"))
						: "none");
				print("lazy", context.getBeanFactory().getBeanDefinition("walletsIdempotency").isLazyInit());
			}
		}
		catch (AbandonedRunException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Explained in the output, which is what the test reads.
			print("failed", ex.getClass());
		}
	}

	private static Object read(Object endpoint) {
		try {
			return endpoint.getClass().getMethod("domains").invoke(endpoint);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object query(Object dslContext) {
		try {
			return Class.forName("org.jooq.DSLContext")
				.getMethod("fetchValue", String.class)
				.invoke(dslContext, "select count(*) from wallets.wallets");
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void print(String name, Object value) {
		System.out.println(name + "=" + value);
	}

	/**
	 * A service of the domain.
	 */
	public static class Wallets {

		private final ObjectProvider<JdbcClient> wallets;

		public Wallets(@OfDomain("wallets") ObjectProvider<JdbcClient> wallets) {
			this.wallets = wallets;
		}

		@Transactional("wallets")
		public void openAndFail() {
			this.wallets.getObject().sql("INSERT INTO wallets.wallets VALUES (1)").update();
			throw new IllegalStateException("a row was there: " + (count() == 1));
		}

		public int count() {
			return this.wallets.getObject().sql("SELECT count(*) FROM wallets.wallets").query(Integer.class).single();
		}

	}

}
