package io.bailiwick.migration.catalog;

/**
 * Finds the objects of a schema, and reads what is said about all kinds of them.
 */
final class DetailSql {

	/**
	 * Parameters: the names of tables to leave out, and the schema. What an extension has
	 * brought along belongs to the extension.
	 */
	static final String PROLOGUE = """
			/*NO LOAD BALANCE*/
			WITH ns AS (
			  SELECT n.oid, n.nspname, n.nspowner, n.nspacl, ?::text[] AS excluded_tables
			  FROM pg_namespace n WHERE n.nspname = ?),
			ext AS (SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e'),
			excluded AS (
			  SELECT c.oid FROM pg_class c JOIN ns ON c.relnamespace = ns.oid WHERE c.relname = ANY (ns.excluded_tables)
			  UNION SELECT ext.objid FROM ext WHERE ext.classid = 'pg_class'::regclass),
			rel AS (
			  SELECT c.oid, quote_ident(c.relname) AS name, c.relkind, c.relpersistence, c.relispopulated, c.reloftype, c.relispartition,
			         c.relpartbound, c.relam, c.reloptions, c.reltablespace, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
			         c.relowner, c.relacl,
			         CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind
			  FROM pg_class c JOIN ns ON c.relnamespace = ns.oid
			  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid NOT IN (SELECT oid FROM excluded)),
			seq AS (
			  SELECT c.oid, quote_ident(c.relname) AS name, c.relpersistence, c.relowner, c.relacl, o.refobjid::regclass::text AS parent,
			         CASE o.deptype WHEN 'i' THEN 'IDENTITY OF ' ELSE 'OWNED BY ' END || o.refobjid::regclass::text || '.' || quote_ident(a.attname) AS owned
			  FROM pg_class c JOIN ns ON c.relnamespace = ns.oid
			       LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
			                 AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
			       LEFT JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
			  WHERE c.relkind = 'S' AND c.oid NOT IN (SELECT oid FROM excluded)
			        AND NOT EXISTS (SELECT FROM excluded e WHERE e.oid = o.refobjid)),
			proc AS (
			  SELECT p.oid, quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name, p.prokind, p.prorettype,
			         p.proparallel, p.proowner, p.proacl,
			         CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind
			  FROM pg_proc p JOIN ns ON p.pronamespace = ns.oid
			  WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_proc'::regclass AND ext.objid = p.oid)
			        AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i'
			                        AND i.refclassid = 'pg_type'::regclass)),
			typ AS (
			  SELECT t.oid, quote_ident(t.typname) AS name, t.typtype, t.typbasetype, t.typtypmod, t.typcollation, t.typdefaultbin, t.typnotnull,
			         t.typrelid, t.typinput, t.typoutput, t.typlen, t.typalign, t.typstorage, t.typowner, t.typacl,
			         CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END AS kind
			  FROM pg_type t JOIN ns ON t.typnamespace = ns.oid
			  WHERE t.typtype <> 'm' AND NOT (t.typtype = 'b' AND EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))
			        AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
			        AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_type'::regclass AND ext.objid = t.oid)),
			object AS (
			  SELECT 'pg_class'::regclass AS classid, oid, name AS parent, kind || ' ' || name AS name, relowner AS owner, relacl AS acl, 'r' AS acltype FROM rel
			  UNION ALL SELECT 'pg_class'::regclass, oid, coalesce(parent, name), 'sequence ' || name, relowner, relacl, 's' FROM seq
			  UNION ALL SELECT 'pg_proc'::regclass, oid, name, kind || ' ' || name, proowner, proacl, 'f' FROM proc
			  UNION ALL SELECT 'pg_type'::regclass, oid, name, kind || ' ' || name, typowner, typacl, 'T' FROM typ),
			part AS (
			  SELECT 'pg_class'::regclass AS classid, x.indexrelid AS oid, c.name AS parent, 'index ' || quote_ident(i.relname) AS name
			  FROM rel c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
			  UNION ALL SELECT 'pg_constraint'::regclass, k.oid, c.name, 'constraint ' || c.name || '.' || quote_ident(k.conname)
			  FROM rel c JOIN pg_constraint k ON k.conrelid = c.oid
			  UNION ALL SELECT 'pg_trigger'::regclass, g.oid, c.name, 'trigger ' || c.name || '.' || quote_ident(g.tgname)
			  FROM rel c JOIN pg_trigger g ON g.tgrelid = c.oid
			  UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.name, 'policy ' || c.name || '.' || quote_ident(p.polname)
			  FROM rel c JOIN pg_policy p ON p.polrelid = c.oid
			  UNION ALL SELECT classid, oid, parent, name FROM object)
			""";

	static final String COMMENTS = """
			SELECT 'comment', o.parent, coalesce('column ' || o.parent || '.' || quote_ident(a.attname), o.name), d.description
			FROM part o JOIN pg_description d ON d.classoid = o.classid AND d.objoid = o.oid
			     LEFT JOIN pg_attribute a ON o.classid = 'pg_class'::regclass AND d.objsubid > 0 AND a.attrelid = o.oid AND a.attnum = d.objsubid""";

	/**
	 * The owner's own rights go with the owner. Rights that an object has by default are
	 * written down only when somebody changes them, so they are filled in here.
	 */
	static final String PRIVILEGES = """
			SELECT 'privilege', o.parent, o.name || ' to ' || g.grantee, string_agg(g.privilege, ', ' ORDER BY g.privilege)
			FROM (SELECT parent, name, owner, coalesce(acl, acldefault(acltype::"char", owner)) AS acl FROM object
			      UNION ALL SELECT NULL, '', nspowner, nspacl FROM ns
			      UNION ALL SELECT c.name, 'column ' || c.name || '.' || quote_ident(a.attname), c.relowner, a.attacl
			                FROM rel c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL) o,
			     LATERAL (SELECT CASE x.grantee WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee,
			                     x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS privilege
			              FROM aclexplode(o.acl) x WHERE x.grantee <> o.owner) g
			GROUP BY o.parent, o.name, g.grantee""";

	static final String DEFAULT_PRIVILEGES = """
			SELECT 'default privilege', NULL, format('%s of %I to %s', CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
			         WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE d.defaclobjtype::text END, pg_get_userbyid(d.defaclrole),
			         CASE x.grantee WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END),
			       string_agg(x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY x.privilege_type)
			FROM pg_default_acl d JOIN ns ON d.defaclnamespace = ns.oid, LATERAL aclexplode(d.defaclacl) x
			GROUP BY d.defaclobjtype, d.defaclrole, x.grantee""";

	static final String OWNERS = """
			SELECT 'owner', o.parent, o.name, quote_ident(pg_get_userbyid(o.owner))
			FROM (SELECT parent, name, owner FROM object UNION ALL SELECT NULL, '', nspowner FROM ns) o""";

	static final String EXTENSIONS = """
			SELECT 'extension', NULL, quote_ident(e.extname), e.extversion FROM pg_extension e JOIN ns ON e.extnamespace = ns.oid""";

	private DetailSql() {
	}

}
