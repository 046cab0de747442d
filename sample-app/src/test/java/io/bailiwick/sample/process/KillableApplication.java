package io.bailiwick.sample.process;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application with the starter, the sample's migrations and nothing else, so that it
 * starts fast. Runs until it is told to end.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class KillableApplication {

	static final String READY = "The application is ready";

	public static void main(String[] args) throws InterruptedException {
		SpringApplication.run(KillableApplication.class, args);
		System.out.println(READY);
		Thread.currentThread().join();
	}

}
