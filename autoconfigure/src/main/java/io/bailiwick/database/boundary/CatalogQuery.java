package io.bailiwick.database.boundary;

/**
 * The questions to the catalog. Parameters of each: the schema that moves, twice, and the
 * array of those that stay.
 */
final class CatalogQuery {

	private static final String SCHEMAS = """
			WITH side AS (
				SELECT oid, nspname, nspname = ? AS moves
				FROM pg_namespace
				WHERE nspname = ? OR nspname = ANY (?)
			)""";

	/**
	 * Every recorded dependency whose two ends lie on different sides. An end that has no
	 * schema of its own (a trigger, a rule, a default) lies where its table does.
	 * <p>
	 * Left out as the end that is referred to are indexes and constraints: whatever needs
	 * one refers to its table as well. Left out as the end that refers are the copies
	 * that foreign keys and triggers of a partitioned table have on its partitions.
	 */
	static final String RECORDED = SCHEMAS
			+ """
					, object (class, oid, namespace, kind, name, holder_class, holder, holder_column) AS (
						SELECT 'pg_class'::regclass, oid, relnamespace, CASE WHEN relkind IN ('i', 'I') THEN 'INDEX' ELSE 'TABLE' END,
							NULL::name, 'pg_class'::regclass, oid, 0
						FROM pg_class
					UNION ALL
						SELECT 'pg_constraint'::regclass, oid, connamespace, CASE contype WHEN 'f' THEN 'FOREIGN_KEY' ELSE 'CONSTRAINT' END,
							conname, CASE conrelid WHEN 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END,
							CASE conrelid WHEN 0 THEN contypid ELSE conrelid END, 0
						FROM pg_constraint WHERE conparentid = 0
					UNION ALL
						SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace,
							CASE WHEN r.rulename <> '_RETURN' THEN 'RULE' WHEN c.relkind = 'm' THEN 'MATERIALIZED_VIEW' ELSE 'VIEW' END,
							CASE WHEN r.rulename <> '_RETURN' THEN r.rulename END, 'pg_class'::regclass, c.oid, 0
						FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
					UNION ALL
						SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace, 'TRIGGER', t.tgname, 'pg_class'::regclass, c.oid, 0
						FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgparentid = 0
					UNION ALL
						SELECT 'pg_attrdef'::regclass, d.oid, c.relnamespace, 'DEFAULT', NULL, 'pg_class'::regclass, c.oid, d.adnum
						FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
					UNION ALL
						SELECT 'pg_policy'::regclass, p.oid, c.relnamespace, 'POLICY', p.polname, 'pg_class'::regclass, c.oid, 0
						FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
					UNION ALL
						SELECT 'pg_proc'::regclass, oid, pronamespace, 'FUNCTION', NULL, 'pg_proc'::regclass, oid, 0 FROM pg_proc
					UNION ALL
						SELECT 'pg_type'::regclass, oid, typnamespace, 'TYPE', NULL, 'pg_type'::regclass, oid, 0 FROM pg_type
					UNION ALL
						SELECT 'pg_statistic_ext'::regclass, oid, stxnamespace, 'STATISTICS', NULL, 'pg_statistic_ext'::regclass, oid, 0
						FROM pg_statistic_ext
					UNION ALL
						SELECT class, oid, namespace, 'OBJECT', NULL, class, oid, 0
						FROM (
							SELECT 'pg_operator'::regclass, oid, oprnamespace FROM pg_operator
							UNION ALL SELECT 'pg_opclass'::regclass, oid, opcnamespace FROM pg_opclass
							UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfnamespace FROM pg_opfamily
							UNION ALL SELECT 'pg_collation'::regclass, oid, collnamespace FROM pg_collation
							UNION ALL SELECT 'pg_conversion'::regclass, oid, connamespace FROM pg_conversion
							UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace FROM pg_ts_config
							UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace FROM pg_ts_dict
							UNION ALL SELECT 'pg_ts_parser'::regclass, oid, prsnamespace FROM pg_ts_parser
							UNION ALL SELECT 'pg_ts_template'::regclass, oid, tmplnamespace FROM pg_ts_template
						) AS rarer (class, oid, namespace)
					), sided AS MATERIALIZED (
						SELECT object.*, side.moves, class::oid::bigint << 32 | object.oid::bigint AS key
						FROM object JOIN side ON side.oid = object.namespace
					), dependency AS MATERIALIZED (
						SELECT *, classid::bigint << 32 | objid::bigint AS origin_key, refclassid::bigint << 32 | refobjid::bigint AS target_key
						FROM pg_depend
					), crossing AS (
						SELECT DISTINCT origin.moves AS outward,
							CASE
								WHEN origin.kind <> 'TABLE' THEN origin.kind
								WHEN d.objsubid > 0 AND d.refclassid = 'pg_proc'::regclass THEN 'DEFAULT'
								WHEN d.objsubid > 0 THEN 'COLUMN'
								WHEN d.refclassid = 'pg_class'::regclass AND (SELECT relispartition FROM pg_class WHERE oid = d.objid)
									THEN 'PARTITION'
								WHEN d.refclassid = 'pg_class'::regclass THEN 'INHERITANCE'
								ELSE 'TABLE'
							END AS kind,
							quote_ident(origin.name) AS name, origin.holder_class, origin.holder,
							CASE WHEN origin.kind = 'TABLE' THEN d.objsubid ELSE origin.holder_column END AS holder_column,
							d.refclassid, d.refobjid
						FROM dependency d
						JOIN sided origin ON origin.key = d.origin_key
						JOIN sided target ON target.key = d.target_key
						WHERE origin.moves <> target.moves
						AND target.kind IN ('TABLE', 'FUNCTION', 'TYPE', 'OBJECT')
					)
					SELECT outward, kind, crossing.name, origin.identity AS origin, target.type AS target_type,
						target.identity || coalesce((
							SELECT ' (extension ' || quote_ident(e.extname) || ')'
							FROM pg_depend m JOIN pg_extension e ON e.oid = m.refobjid
							WHERE m.classid = crossing.refclassid AND m.objid = crossing.refobjid
							AND m.refclassid = 'pg_extension'::regclass AND m.deptype = 'e'), '') AS target
					FROM crossing
					CROSS JOIN pg_identify_object(holder_class, holder, holder_column) AS origin
					CROSS JOIN pg_identify_object(refclassid, refobjid, 0) AS target
					ORDER BY outward DESC, kind, origin.identity, target.identity, crossing.name
					""";

	/**
	 * Every function with a body that the server does not look into and whose text, or
	 * whose own search path, names a schema on the other side.
	 */
	static final String MENTIONED = SCHEMAS
			+ """
					, candidate AS (
						SELECT p.oid, origin.moves AS outward, p.prosrc, p.proconfig, target.nspname AS schema,
							regexp_replace(target.nspname, '([^[:alnum:]_])', '\\\\\\1', 'g') AS pattern
						FROM pg_proc p
						JOIN side origin ON origin.oid = p.pronamespace
						JOIN side target ON target.moves <> origin.moves
						JOIN pg_language l ON l.oid = p.prolang
						WHERE p.prosqlbody IS NULL AND l.lanname NOT IN ('c', 'internal')
						AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
					), mention AS (
						SELECT oid, outward, 'object' AS target_type, quote_ident(schema) || '.' || quote_ident(CASE found[1] WHEN '' THEN lower(found[2]) ELSE found[2] END) AS target
						FROM candidate
						CROSS JOIN regexp_matches(prosrc,
							'(?:^|[^[:alnum:]_$."])"?' || pattern || '"?\\s*\\.\\s*("?)([^[:space:]".,;:()''<>=]+)', 'gi') AS found
					UNION
						SELECT oid, outward, 'schema', quote_ident(schema)
						FROM candidate
						WHERE EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting ~ ('^search_path=(.*[ ,"])?' || pattern || '([ ,"]|$)'))
					)
					SELECT outward, 'FUNCTION' AS kind, NULL AS name, origin.identity AS origin, target_type, target
					FROM mention
					CROSS JOIN pg_identify_object('pg_proc'::regclass, oid, 0) AS origin
					ORDER BY outward DESC, origin.identity, target
					""";

	private CatalogQuery() {
	}

}
