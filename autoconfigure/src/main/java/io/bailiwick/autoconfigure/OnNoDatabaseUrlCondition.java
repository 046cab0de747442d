package io.bailiwick.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches when no property says where the main database is. The environment variables
 * that do so have become properties by then.
 */
class OnNoDatabaseUrlCondition extends SpringBootCondition {

	private static final String[] PROPERTIES = { "spring.datasource.url", "spring.datasource.jndi-name",
			"spring.datasource.hikari.jdbc-url", "spring.datasource.hikari.data-source-class-name" };

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("No database URL");
		return hasUrl(context.getEnvironment()) ? ConditionOutcome.noMatch(message.because("a database is configured"))
				: ConditionOutcome.match(message.because("no database is configured"));
	}

	static boolean hasUrl(Environment environment) {
		for (String property : PROPERTIES) {
			if (StringUtils.hasText(environment.getProperty(property))) {
				return true;
			}
		}
		return false;
	}

}
