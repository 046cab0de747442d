package io.bailiwick.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks what belongs to one domain: at an injection point it selects the domain's bean,
 * on a bean it binds the bean to the domain.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface OfDomain {

	/**
	 * The name of the domain.
	 * @return the domain's name, as in {@code bailiwick.domains.<name>}
	 */
	String value();

}
