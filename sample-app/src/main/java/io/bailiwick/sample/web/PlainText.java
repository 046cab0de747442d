package io.bailiwick.sample.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;

/**
 * Text that PostgreSQL stores as it was sent: a NUL is refused by its type {@code text},
 * and half of a surrogate pair has no encoding in UTF-8.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*+")
@ReportAsSingleViolation
public @interface PlainText {

	/**
	 * What to tell the client.
	 * @return the message
	 */
	String message() default "must not contain control characters or broken ones";

	/**
	 * The groups of the constraint.
	 * @return nothing by default
	 */
	Class<?>[] groups() default {};

	/**
	 * The payload of the constraint.
	 * @return nothing by default
	 */
	Class<? extends Payload>[] payload() default {};

}
