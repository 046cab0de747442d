package io.bailiwick.database.error;

import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.util.ClassUtils;

/**
 * What the server reported (PostgreSQL documentation, "Error and Notice Message Fields").
 *
 * @param state the SQLSTATE
 * @param message the primary message
 * @param constraint the name of a constraint
 * @param schema the name of a schema
 * @param table the name of a table
 * @param columns names of columns, empty if there are none
 */
record ServerError(String state, String message, @Nullable String constraint, @Nullable String schema,
		@Nullable String table, List<String> columns) implements ConstraintViolation, Serializable {

	private static final boolean DRIVER_PRESENT = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			ServerError.class.getClassLoader());

	static ServerError of(String state, SQLException failure) {
		ServerError error = (DRIVER_PRESENT) ? Driver.read(state, failure) : null;
		return (error != null) ? error
				: new ServerError(state, String.valueOf(failure.getMessage()), null, null, null, List.of());
	}

	@Override
	public @Nullable String getConstraint() {
		return this.constraint;
	}

	@Override
	public @Nullable String getSchema() {
		return this.schema;
	}

	@Override
	public @Nullable String getTable() {
		return this.table;
	}

	@Override
	public List<String> getColumns() {
		return this.columns;
	}

	/**
	 * The table and the columns, as far as they are known.
	 */
	String where() {
		if (this.table == null) {
			return "";
		}
		return " of %s%s%s".formatted((this.schema != null) ? this.schema + "." : "", this.table,
				(this.columns.isEmpty()) ? "" : " (" + String.join(", ", this.columns) + ")");
	}

	/**
	 * Isolated because the driver is optional.
	 */
	private static final class Driver {

		static @Nullable ServerError read(String state, SQLException failure) {
			ServerErrorMessage error = (failure instanceof PSQLException ex) ? ex.getServerErrorMessage() : null;
			if (error == null) {
				return null;
			}
			List<String> columns = (error.getColumn() != null) ? List.of(error.getColumn())
					: keyColumns(error.getDetail());
			return new ServerError(state, String.valueOf(error.getMessage()), error.getConstraint(), error.getSchema(),
					error.getTable(), columns);
		}

		/**
		 * The columns of a key are in no field of their own, but in every language the
		 * detail has them as {@code (a, b)=(values)}.
		 */
		private static List<String> keyColumns(@Nullable String detail) {
			int end = (detail != null) ? detail.indexOf(")=(") : -1;
			if (detail == null || end < 0) {
				return List.of();
			}
			int start = detail.indexOf('(');
			return split(detail.substring(start + 1, end));
		}

		/**
		 * Split at commas, but not within an expression or a quoted name.
		 */
		private static List<String> split(String list) {
			List<String> parts = new ArrayList<>();
			int depth = 0;
			boolean quoted = false;
			int start = 0;
			for (int i = 0; i < list.length(); i++) {
				char c = list.charAt(i);
				quoted = (c == '"') != quoted;
				depth += (quoted) ? 0 : (c == '(') ? 1 : (c == ')') ? -1 : 0;
				if (c == ',' && depth == 0 && !quoted) {
					parts.add(list.substring(start, i).strip());
					start = i + 1;
				}
			}
			parts.add(list.substring(start).strip());
			return List.copyOf(parts);
		}

	}

}
