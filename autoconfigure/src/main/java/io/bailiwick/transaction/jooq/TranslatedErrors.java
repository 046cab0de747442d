package io.bailiwick.transaction.jooq;

import java.sql.SQLException;

import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.util.Assert;

/**
 * Puts what a translator makes of an error in the place of jOOQ's own exception, as
 * Spring's templates do.
 */
public final class TranslatedErrors implements ExecuteListener {

	private static final String TASK = "jOOQ";

	private final transient SQLExceptionTranslator translator;

	/**
	 * Create a listener.
	 * @param translator makes exceptions of errors
	 */
	public TranslatedErrors(SQLExceptionTranslator translator) {
		Assert.notNull(translator, "'translator' must not be null");
		this.translator = translator;
	}

	@Override
	public void exception(ExecuteContext context) {
		SQLException error = context.sqlException();
		// What is none (a converter that fails, say) stays what it is.
		if (error != null) {
			DataAccessException translated = this.translator.translate(TASK, context.sql(), error);
			context.exception(
					(translated != null) ? translated : new UncategorizedSQLException(TASK, context.sql(), error));
		}
	}

}
