package io.bailiwick.migration.catalog;

/**
 * Reads functions and what is made of them.
 */
final class RoutineSql {

	/**
	 * PostgreSQL qualifies the name in the head whatever the search path is.
	 */
	static final String FUNCTIONS = """
			SELECT p.kind, NULL, p.name, substr(pg_get_functiondef(p.oid),
			         length('CREATE OR REPLACE ' || p.kind || ' ' || quote_ident(ns.nspname)) + 2)
			FROM proc p, ns WHERE p.prokind <> 'a'""";

	static final String AGGREGATES = """
			SELECT p.kind, NULL, p.name, concat_ws(' ', format_type(p.prorettype, NULL), CASE a.aggkind WHEN 'o' THEN 'ORDERED-SET' WHEN 'h' THEN 'HYPOTHETICAL-SET' END,
			         'SFUNC ' || a.aggtransfn::text, 'STYPE ' || format_type(a.aggtranstype, NULL), 'SSPACE ' || nullif(a.aggtransspace, 0),
			         'FINALFUNC ' || nullif(a.aggfinalfn, 0::oid::regproc)::text, CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
			         'FINALFUNC_MODIFY ' || a.aggfinalmodify::text, 'COMBINEFUNC ' || nullif(a.aggcombinefn, 0::oid::regproc)::text,
			         'SERIALFUNC ' || nullif(a.aggserialfn, 0::oid::regproc)::text,
			         'DESERIALFUNC ' || nullif(a.aggdeserialfn, 0::oid::regproc)::text, 'INITCOND ' || quote_literal(a.agginitval),
			         'MSFUNC ' || nullif(a.aggmtransfn, 0::oid::regproc)::text, 'MINVFUNC ' || nullif(a.aggminvtransfn, 0::oid::regproc)::text,
			         'MSTYPE ' || format_type(nullif(a.aggmtranstype, 0), NULL), 'MFINALFUNC ' || nullif(a.aggmfinalfn, 0::oid::regproc)::text,
			         'MINITCOND ' || quote_literal(a.aggminitval), 'SORTOP ' || nullif(a.aggsortop, 0)::regoperator::text,
			         'PARALLEL ' || p.proparallel::text)
			FROM proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid""";

	static final String OPERATORS = """
			SELECT 'operator', NULL, o.oprname || ' (' || concat_ws(', ', coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'),
			           coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')) || ')',
			       concat_ws(' ', 'FUNCTION ' || o.oprcode::text, 'COMMUTATOR ' || nullif(o.oprcom, 0)::regoperator::text,
			         'NEGATOR ' || nullif(o.oprnegate, 0)::regoperator::text, 'RESTRICT ' || nullif(o.oprrest, 0::oid::regproc)::text,
			         'JOIN ' || nullif(o.oprjoin, 0::oid::regproc)::text, CASE WHEN o.oprcanhash THEN 'HASHES' END,
			         CASE WHEN o.oprcanmerge THEN 'MERGES' END)
			FROM pg_operator o JOIN ns ON o.oprnamespace = ns.oid
			WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_operator'::regclass AND ext.objid = o.oid)""";

	static final String OPERATOR_CLASSES = """
			SELECT 'operator class', NULL, quote_ident(o.opcname) || ' USING ' || am.amname, concat_ws(' ',
			         CASE WHEN o.opcdefault THEN 'DEFAULT' END, 'FOR TYPE ' || format_type(o.opcintype, NULL),
			         'STORAGE ' || format_type(nullif(o.opckeytype, 0), NULL),
			         (SELECT string_agg(format('OPERATOR %s %s', m.amopstrategy, m.amopopr::regoperator), ' '
			                            ORDER BY m.amoplefttype::regtype::text, m.amoprighttype::regtype::text, m.amopstrategy)
			          FROM pg_amop m WHERE m.amopfamily = o.opcfamily),
			         (SELECT string_agg(format('FUNCTION %s %s', m.amprocnum, m.amproc::regprocedure), ' '
			                            ORDER BY m.amproclefttype::regtype::text, m.amprocrighttype::regtype::text, m.amprocnum)
			          FROM pg_amproc m WHERE m.amprocfamily = o.opcfamily))
			FROM pg_opclass o JOIN ns ON o.opcnamespace = ns.oid JOIN pg_am am ON am.oid = o.opcmethod
			WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_opclass'::regclass AND ext.objid = o.oid)""";

	private RoutineSql() {
	}

}
