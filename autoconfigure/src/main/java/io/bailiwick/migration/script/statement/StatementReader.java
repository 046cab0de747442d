package io.bailiwick.migration.script.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.parser.Token;
import org.flywaydb.core.internal.sqlscript.SqlScriptMetadata;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Takes scripts apart with Flyway's own parser, so that what is shown is what is run.
 * Asks no database. Needs Flyway's module for PostgreSQL.
 */
public final class StatementReader {

	private final Configuration configuration;

	private final Map<String, String> placeholders;

	/**
	 * Create a reader.
	 * @param configuration the configuration of Flyway, with the placeholders that are
	 * configured
	 * @param placeholders the values of further placeholders, such as those that Flyway
	 * asks the database for ({@code flyway:user})
	 */
	public StatementReader(Configuration configuration, Map<String, String> placeholders) {
		Assert.notNull(configuration, "'configuration' must not be null");
		this.configuration = configuration;
		this.placeholders = Map.copyOf(placeholders);
	}

	/**
	 * Whether scripts can be taken apart: Flyway's module for PostgreSQL is there.
	 * @return whether {@link #read} works
	 */
	public static boolean isAvailable() {
		return ClassUtils.isPresent("org.flywaydb.database.postgresql.PostgreSQLParser",
				StatementReader.class.getClassLoader());
	}

	/**
	 * Take a script apart.
	 * @param script the script
	 * @param scriptConfiguration what configures this one script, or {@code null}
	 * @return its statements, in their order
	 * @throws org.flywaydb.core.api.FlywayException if a statement does not end or a
	 * placeholder has no value
	 */
	public List<ScriptStatement> read(LoadableResource script, @Nullable LoadableResource scriptConfiguration) {
		Parser parser = new Parser(this.configuration, context());
		List<ScriptStatement> statements = new ArrayList<>();
		SqlScriptMetadata metadata = SqlScriptMetadata.fromResource(scriptConfiguration, parser, this.configuration);
		try (SqlStatementIterator iterator = parser.parse(script, metadata)) {
			for (SqlStatement next = iterator.next(); next != null; next = iterator.next()) {
				statements.add(new ScriptStatement(next, this.configuration));
			}
		}
		return List.copyOf(statements);
	}

	private ParsingContext context() {
		ParsingContext context = new ParsingContext();
		put(context, "defaultSchema", this.configuration.getDefaultSchema());
		put(context, "table", this.configuration.getTable());
		context.getPlaceholders().putAll(this.placeholders);
		return context;
	}

	private void put(ParsingContext context, String name, @Nullable String value) {
		if (value != null) {
			context.getPlaceholders().put("flyway" + this.configuration.getPlaceholderSeparator() + name, value);
		}
	}

	/**
	 * Flyway's parser takes a server it can not ask for one older than any that we run
	 * on.
	 */
	private static final class Parser extends PostgreSQLParser {

		private static final Pattern ADD_VALUE = Pattern.compile("ALTER TYPE( .*)? ADD VALUE");

		Parser(Configuration configuration, ParsingContext context) {
			super(configuration, context);
		}

		@Override
		@SuppressWarnings("NullAway") // Flyway's contract, which it does not annotate
		protected @Nullable Boolean detectCanExecuteInTransaction(String simplifiedStatement, List<Token> keywords) {
			return ADD_VALUE.matcher(simplifiedStatement).matches() ? null
					: super.detectCanExecuteInTransaction(simplifiedStatement, keywords);
		}

	}

}
