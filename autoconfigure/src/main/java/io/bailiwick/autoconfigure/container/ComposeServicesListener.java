package io.bailiwick.autoconfigure.container;

import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Learns of the services that Docker Compose runs for an application. Every application
 * has this listener, so no part of it that others look at may name a type of Spring
 * Boot's support for Docker Compose.
 */
final class ComposeServicesListener implements SmartApplicationListener {

	private static final String EVENT = "org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent";

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return eventType.getName().equals(EVENT);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Services.ready(event);
	}

	private static final class Services {

		static void ready(ApplicationEvent event) {
			DockerComposeServicesReadyEvent ready = (DockerComposeServicesReadyEvent) event;
			if (ready.getSource() instanceof ConfigurableApplicationContext context) {
				ComposeServices services = ComposeServices.labelled(ready.getRunningServices(),
						context.getEnvironment());
				if (!services.isEmpty()) {
					// By then Spring Boot has registered its beans, whoever was told
					// first.
					context.addBeanFactoryPostProcessor(services);
				}
			}
		}

	}

}
