package io.bailiwick.autoconfigure;

import java.sql.SQLException;

import io.bailiwick.database.role.PermissionDenied;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.support.AbstractFallbackSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Says of a statement that a domain's role may not execute which role, which table and
 * which domain that is. Spring takes it for bad grammar. Everything else is translated as
 * usual.
 */
final class PermissionDeniedTranslator extends AbstractFallbackSQLExceptionTranslator {

	private final String domain;

	private final String role;

	PermissionDeniedTranslator(String domain, String role) {
		this.domain = domain;
		this.role = role;
		setFallbackTranslator(new SQLExceptionSubclassTranslator());
	}

	@Override
	protected @Nullable DataAccessException doTranslate(String task, @Nullable String sql, SQLException ex) {
		String explanation = PermissionDenied.explain(ex, this.role, this.domain);
		return (explanation != null) ? new PermissionDeniedDataAccessException(explanation, ex) : null;
	}

}
