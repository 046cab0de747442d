package io.bailiwick.migration.catalog;

/**
 * Reads types, collations and what text search is configured with.
 */
final class TypeSql {

	static final String TYPES = """
			SELECT t.kind, NULL, t.name, CASE t.typtype
			         WHEN 'e' THEN (SELECT 'ENUM (' || coalesce(string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder), '') || ')'
			                        FROM pg_enum e WHERE e.enumtypid = t.oid)
			         WHEN 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
			                CASE WHEN t.typcollation <> b.typcollation THEN 'COLLATE ' || t.typcollation::regcollation::text END,
			                'DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), CASE WHEN t.typnotnull THEN 'NOT NULL' END,
			                (SELECT string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ' ' ORDER BY k.conname)
			                 FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype <> 'n'))
			         WHEN 'c' THEN (SELECT '(' || string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
			                               CASE WHEN a.attcollation <> at.typcollation THEN 'COLLATE ' || a.attcollation::regcollation::text END),
			                               ', ' ORDER BY a.attnum) || ')'
			                        FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid
			                        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
			         WHEN 'r' THEN (SELECT concat_ws(' ', 'RANGE OF ' || format_type(r.rngsubtype, NULL),
			                               CASE WHEN r.rngcollation <> s.typcollation THEN 'COLLATE ' || r.rngcollation::regcollation::text END,
			                               (SELECT 'SUBTYPE_OPCLASS ' || o.opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc),
			                               'CANONICAL ' || nullif(r.rngcanonical, 0::oid::regproc)::text,
			                               'SUBTYPE_DIFF ' || nullif(r.rngsubdiff, 0::oid::regproc)::text,
			                               'MULTIRANGE ' || format_type(r.rngmultitypid, NULL))
			                        FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype WHERE r.rngtypid = t.oid)
			         WHEN 'b' THEN format('INPUT %s OUTPUT %s LENGTH %s ALIGN %s STORAGE %s', t.typinput::text, t.typoutput::text, t.typlen,
			                              t.typalign, t.typstorage)
			         ELSE 'SHELL' END
			FROM typ t LEFT JOIN pg_type b ON b.oid = t.typbasetype""";

	static final String COLLATIONS = """
			SELECT 'collation', NULL, quote_ident(c.collname), concat_ws(' ', 'PROVIDER ' || c.collprovider::text, c.collcollate, c.collctype,
			         to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'collicurules',
			         CASE WHEN NOT c.collisdeterministic THEN 'NOT DETERMINISTIC' END)
			FROM pg_collation c JOIN ns ON c.collnamespace = ns.oid
			WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_collation'::regclass AND ext.objid = c.oid)""";

	static final String TEXT_SEARCH_CONFIGURATIONS = """
			SELECT 'text search configuration', NULL, quote_ident(c.cfgname), concat_ws(' ', p.prsname,
			         (SELECT string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary::text, ', ' ORDER BY m.maptokentype, m.mapseqno)
			          FROM pg_ts_config_map m WHERE m.mapcfg = c.oid))
			FROM pg_ts_config c JOIN ns ON c.cfgnamespace = ns.oid JOIN pg_ts_parser p ON p.oid = c.cfgparser
			WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_ts_config'::regclass AND ext.objid = c.oid)""";

	static final String TEXT_SEARCH_DICTIONARIES = """
			SELECT 'text search dictionary', NULL, quote_ident(d.dictname), concat_ws(' ', t.tmplname, d.dictinitoption)
			FROM pg_ts_dict d JOIN ns ON d.dictnamespace = ns.oid JOIN pg_ts_template t ON t.oid = d.dicttemplate
			WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_ts_dict'::regclass AND ext.objid = d.oid)""";

	private TypeSql() {
	}

}
