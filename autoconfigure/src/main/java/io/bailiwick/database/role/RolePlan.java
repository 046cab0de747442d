package io.bailiwick.database.role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bailiwick.domain.Domain;

import org.springframework.util.Assert;

/**
 * The statements that give each domain of a database its two roles. They may be executed
 * again and again, on PostgreSQL 14 and later.
 * <p>
 * What a role gets is the least that works. The application role: {@code USAGE} of the
 * schema, the four kinds of statements on all tables, sequences for {@code nextval}; the
 * history table it may only read. For a domain that it depends on: {@code USAGE} and
 * {@code SELECT}; a foreign key needs nothing more at run time, since the server checks
 * it as the owner of the referenced table. The owner role of a domain gets
 * {@code REFERENCES} and {@code SELECT} on what the domain depends on, for foreign keys
 * and views. Functions may be executed by everybody who may use their schema, as is
 * PostgreSQL's default. Tables that the owner role creates later are covered by default
 * privileges ("ALTER DEFAULT PRIVILEGES" in the PostgreSQL documentation).
 * <p>
 * The roles can not log in. Those that log in are members of both: of the application
 * role with all it may do, of the owner role only through {@code SET ROLE} (before
 * PostgreSQL 16, where a membership can not say so, unless they are {@code NOINHERIT}).
 */
public final class RolePlan {

	private final Map<String, Domain> domains = new LinkedHashMap<>();

	private final RoleNames names;

	private final Set<String> logins;

	private final String historyTable;

	/**
	 * Create a plan.
	 * @param domains the domains that live in the database, dependencies first
	 * @param names the names of their roles
	 * @param logins the roles that log in: for the application, and for migrations where
	 * that is another one
	 * @param historyTable the name of the history table in each schema
	 */
	public RolePlan(List<Domain> domains, RoleNames names, Collection<String> logins, String historyTable) {
		Assert.notEmpty(logins, "'logins' must not be empty");
		Assert.hasText(historyTable, "'historyTable' must not be empty");
		domains.forEach((domain) -> this.domains.put(domain.name(), domain));
		this.names = names;
		this.logins = new LinkedHashSet<>(logins);
		this.historyTable = historyTable;
	}

	/**
	 * Return the statements, to be executed in one transaction.
	 * @return statements without a semicolon at the end
	 */
	public List<String> statements() {
		List<String> statements = new ArrayList<>();
		// Grants of two instances that start together would trip over each other.
		statements.add("SELECT pg_advisory_xact_lock(hashtextextended('bailiwick roles', 0))");
		for (Domain domain : this.domains.values()) {
			for (String role : List.of(this.names.ownerOf(domain), this.names.applicationOf(domain))) {
				statements.add(RoleSql.createRole(role));
			}
			statements.add(RoleSql.join(this.names.ownerOf(domain), this.logins, false));
			statements.add(RoleSql.join(this.names.applicationOf(domain), this.logins, true));
			statements.add(RoleSql.ownSchema(this.names.ownerOf(domain), domain.schema()));
		}
		for (Domain domain : this.domains.values()) {
			statements.addAll(grants(domain));
		}
		return statements;
	}

	/**
	 * Return the names of all roles, for a message.
	 * @return the names, separated by commas
	 */
	public String roles() {
		return this.domains.values()
			.stream()
			.flatMap((domain) -> Stream.of(this.names.ownerOf(domain), this.names.applicationOf(domain)))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Return what is to be executed again after a domain's migrations: its history table
	 * came into being with the privileges of any other table.
	 * @param domain the domain
	 * @return statements to be executed in one transaction
	 */
	public List<String> afterMigration(Domain domain) {
		return List.of(setRole(domain), protectHistory(domain));
	}

	private List<String> grants(Domain domain) {
		String schema = RoleSql.quote(domain.schema());
		String application = RoleSql.quote(this.names.applicationOf(domain));
		List<String> statements = new ArrayList<>();
		statements.add(setRole(domain));
		statements.add("GRANT USAGE ON SCHEMA %s TO %s".formatted(schema, application));
		addGrants(statements, domain, "SELECT, INSERT, UPDATE, DELETE ON %s TABLES%s TO " + application);
		addGrants(statements, domain, "USAGE, SELECT ON %s SEQUENCES%s TO " + application);
		for (Domain dependent : this.domains.values()) {
			if (dependent.dependsOn().contains(domain.name())) {
				String reader = RoleSql.quote(this.names.applicationOf(dependent));
				String builder = RoleSql.quote(this.names.ownerOf(dependent));
				statements.add("GRANT USAGE ON SCHEMA %s TO %s, %s".formatted(schema, reader, builder));
				addGrants(statements, domain, "SELECT ON %s TABLES%s TO " + reader);
				addGrants(statements, domain, "SELECT, REFERENCES ON %s TABLES%s TO " + builder);
			}
		}
		statements.add(protectHistory(domain));
		return statements;
	}

	/**
	 * Grant on what there is and on what there will be.
	 */
	private void addGrants(List<String> statements, Domain domain, String grant) {
		String schema = RoleSql.quote(domain.schema());
		statements.add("GRANT " + grant.formatted("ALL", " IN SCHEMA " + schema));
		statements.add("ALTER DEFAULT PRIVILEGES IN SCHEMA %s GRANT %s".formatted(schema,
				grant.replaceFirst("%s ", "").formatted("")));
	}

	private String setRole(Domain domain) {
		return "SET LOCAL ROLE " + RoleSql.quote(this.names.ownerOf(domain));
	}

	private String protectHistory(Domain domain) {
		return RoleSql.revokeWrites(domain.schema(), this.historyTable, this.names.applicationOf(domain));
	}

	/**
	 * Return the statements as a script for an administrator: a superuser, or a role with
	 * {@code CREATEROLE} and {@code CREATE} on the database that owns what there already
	 * is.
	 * @return the script
	 */
	public String script() {
		return statements().stream()
			.map((statement) -> statement + ";")
			.collect(Collectors.joining(System.lineSeparator(), "BEGIN;" + System.lineSeparator(),
					System.lineSeparator() + "COMMIT;" + System.lineSeparator()));
	}

}
