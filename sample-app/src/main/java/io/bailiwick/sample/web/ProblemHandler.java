package io.bailiwick.sample.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.bailiwick.database.error.LockNotAvailableException;
import io.bailiwick.transaction.idempotency.IdempotencyKeyReusedException;
import io.bailiwick.transaction.idempotency.InvalidIdempotencyKeyException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns every error into a problem of RFC 9457. What a domain refuses says so itself
 * ({@link ProblemException}); here is what can go wrong before and below the domains.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<FieldProblem> errors = ex.getBindingResult().getAllErrors().stream().map(FieldProblem::of).toList();
		return handleExceptionInternal(ex, invalid(errors), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<FieldProblem> errors = ex.getParameterValidationResults().stream().flatMap(FieldProblem::of).toList();
		return handleExceptionInternal(ex, invalid(errors), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		FieldProblem error = new FieldProblem(String.valueOf(ex.getPropertyName()),
				FieldProblem.requirement(ex.getRequiredType()));
		return handleExceptionInternal(ex, invalid(List.of(error)), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		FieldProblem error = (ex.getCause() instanceof JacksonException cause) ? FieldProblem.of(cause) : null;
		ProblemDetail problem = (error != null) ? invalid(List.of(error)) : problem(HttpStatus.BAD_REQUEST,
				"malformed-request", "Malformed request", "The body of the request cannot be read as a JSON object.");
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleInvalidKey(InvalidIdempotencyKeyException ex, WebRequest request) {
		FieldProblem error = new FieldProblem("Idempotency-Key", String.valueOf(ex.getMessage()));
		return handleExceptionInternal(ex, invalid(List.of(error)), new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleReusedKey(IdempotencyKeyReusedException ex, WebRequest request) {
		HttpStatus status = HttpStatus.UNPROCESSABLE_CONTENT;
		ProblemDetail problem = problem(status, "idempotency-key-reused", "Idempotency key reused",
				"The key was used before, for another request. Nothing was done.");
		return handleExceptionInternal(ex, problem, new HttpHeaders(), status, request);
	}

	// No promise that nothing was changed: the connection may have been lost in the
	// commit.
	@ExceptionHandler({ CannotCreateTransactionException.class, DataAccessResourceFailureException.class,
			TransientDataAccessException.class, LockNotAvailableException.class })
	@Nullable ResponseEntity<Object> handleUnavailable(Exception ex, WebRequest request) {
		this.logger.warn("The database did not answer " + request.getDescription(false), ex);
		HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
		ProblemDetail problem = problem(status, "database-unavailable", "Database unavailable",
				"The database does not answer at the moment.");
		return handleExceptionInternal(ex, problem, new HttpHeaders(), status, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleUnexpected(Exception ex, WebRequest request) {
		this.logger.error("Unexpected failure of " + request.getDescription(false), ex);
		HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
		ProblemDetail problem = problem(status, "internal-error", "Internal error",
				"The request failed for a reason that is in the application's log.");
		return handleExceptionInternal(ex, problem, new HttpHeaders(), status, request);
	}

	// What HTTP itself refuses (405, 415, …) has no type yet: name it after its status.
	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (body instanceof ProblemDetail problem && problem.getType() == null) {
			String title = Optional.ofNullable(problem.getTitle()).orElse("error");
			problem.setType(ProblemException.type(title.toLowerCase(Locale.ROOT).replace(' ', '-')));
		}
		return super.createResponseEntity(body, headers, status, request);
	}

	private static ProblemDetail invalid(List<FieldProblem> errors) {
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request",
				"Some fields of the request are not valid: see errors.");
		problem.setProperty("errors", errors);
		return problem;
	}

	private static ProblemDetail problem(HttpStatus status, String name, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(ProblemException.type(name));
		problem.setTitle(title);
		return problem;
	}

}
