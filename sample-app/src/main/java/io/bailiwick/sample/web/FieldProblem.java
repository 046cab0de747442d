package io.bailiwick.sample.web;

import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field or parameter, as it is called in the request
 * @param message what it has to be
 */
record FieldProblem(String field, String message) {

	static FieldProblem of(ObjectError error) {
		String field = (error instanceof FieldError fieldError) ? fieldError.getField() : error.getObjectName();
		return new FieldProblem(field, message(error));
	}

	static Stream<FieldProblem> of(ParameterValidationResult result) {
		String parameter = String.valueOf(result.getMethodParameter().getParameterName());
		return result.getResolvableErrors().stream().map((error) -> new FieldProblem(parameter, message(error)));
	}

	/**
	 * The field that could not be read from a body of JSON.
	 * @param ex what the parser says; its message names classes and is not for clients
	 * @return the field, or null when it is not a field but the JSON that is wrong
	 */
	static @Nullable FieldProblem of(JacksonException ex) {
		List<JacksonException.Reference> path = ex.getPath();
		String field = (!path.isEmpty()) ? path.get(path.size() - 1).getPropertyName() : null;
		if (field != null && ex instanceof MismatchedInputException mismatch) {
			return new FieldProblem(field, requirement(mismatch.getTargetType()));
		}
		if (field != null && ex instanceof InputCoercionException overflow) {
			return new FieldProblem(field, requirement(overflow.getTargetType()));
		}
		return null;
	}

	static String requirement(@Nullable Class<?> type) {
		if (type == UUID.class) {
			return "must be a UUID";
		}
		if (type == Currency.class) {
			return "must be an ISO 4217 currency code";
		}
		if (type == OffsetDateTime.class) {
			return "must be a date and time with an offset, such as 2026-01-31T12:00:00Z";
		}
		if (type == String.class) {
			return "must be a string";
		}
		if (type == Long.class || type == long.class || type == int.class) {
			return "must be a whole number in range";
		}
		return "must be of another type";
	}

	private static String message(MessageSourceResolvable error) {
		return String.valueOf(error.getDefaultMessage());
	}

}
