package io.bailiwick.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application that prints what it found. It names no class that it may have to do
 * without.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WholeApplication {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(WholeApplication.class, arguments)) {
			boolean domains = context.containsBean("bailiwickDomains");
			System.out.println("domains=" + (domains ? context.getBean("bailiwickDomains") : "none"));
			System.out.println("endpoint=" + context.containsBean("domainsEndpoint"));
			System.out.println("health=" + context.containsBean("domainsHealthIndicator"));
			if (domains) {
				System.out.println("rows=" + context.getBean("walletsJdbcClient", JdbcClient.class)
					.sql("SELECT count(*) FROM wallets.wallets")
					.query(Integer.class)
					.single());
			}
		}
		catch (RuntimeException ex) {
			// Explained in the output, which is what the test reads.
			System.out.println("failed");
		}
	}

}
