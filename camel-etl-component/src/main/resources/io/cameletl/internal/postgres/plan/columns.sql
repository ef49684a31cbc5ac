WITH RECURSIVE step AS (
  SELECT a.attnum, a.atttypid AS type, 0 AS depth, false AS is_array
  FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid OPERATOR(pg_catalog.=) ?::pg_catalog.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
  UNION ALL
  SELECT s.attnum,
    CASE WHEN t.typtype OPERATOR(pg_catalog.=) 'd' THEN t.typbasetype ELSE t.typelem END,
    s.depth OPERATOR(pg_catalog.+) 1,
    s.is_array OR t.typtype OPERATOR(pg_catalog.<>) 'd'
  FROM step AS s
  JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) s.type
  WHERE t.typtype OPERATOR(pg_catalog.=) 'd'
    OR t.typelem OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
      AND t.typsubscript OPERATOR(pg_catalog.=) 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
), resolved AS (
  SELECT DISTINCT ON (s.attnum) s.attnum, s.type, s.is_array
  FROM step AS s
  ORDER BY s.attnum, s.depth DESC
), base AS (
  SELECT DISTINCT ON (s.attnum) s.attnum, s.type
  FROM step AS s
  WHERE NOT s.is_array
  ORDER BY s.attnum, s.depth DESC
)
SELECT a.attname, r.type, r.is_array, e.typdelim,
  a.attnotnull AND NOT a.atthasdef AND a.attidentity OPERATOR(pg_catalog.=) '' AND t.typdefault IS NULL AS by_records,
  a.attgenerated OPERATOR(pg_catalog.<>) '' AS generated, a.attidentity OPERATOR(pg_catalog.=) 'a' AS always_identity,
  o.equal, o.at_least, o.operand
FROM resolved AS r
JOIN pg_catalog.pg_attribute AS a
  ON a.attrelid OPERATOR(pg_catalog.=) ?::pg_catalog.oid AND a.attnum OPERATOR(pg_catalog.=) r.attnum
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
JOIN pg_catalog.pg_type AS e ON e.oid OPERATOR(pg_catalog.=) r.type
JOIN base AS b ON b.attnum OPERATOR(pg_catalog.=) a.attnum
JOIN pg_catalog.pg_type AS u ON u.oid OPERATOR(pg_catalog.=) b.type
-- The operators of the type's default B-tree class, which ORDER BY and GROUP BY use too.
LEFT JOIN LATERAL (
  SELECT pg_catalog.format('OPERATOR(%I.%s)', en.nspname, eo.oprname) AS equal,
    pg_catalog.format('OPERATOR(%I.%s)', gn.nspname, go.oprname) AS at_least,
    CASE WHEN c.opcintype OPERATOR(pg_catalog.<>) a.atttypid AND ct.typtype OPERATOR(pg_catalog.<>) 'p'
      THEN pg_catalog.format('%I.%I', tn.nspname, ct.typname) END AS operand
  FROM pg_catalog.pg_opclass AS c
  JOIN pg_catalog.pg_am AS m ON m.oid OPERATOR(pg_catalog.=) c.opcmethod AND m.amname OPERATOR(pg_catalog.=) 'btree'
  JOIN pg_catalog.pg_type AS ct ON ct.oid OPERATOR(pg_catalog.=) c.opcintype
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid OPERATOR(pg_catalog.=) ct.typnamespace
  JOIN pg_catalog.pg_amop AS ea ON ea.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
    AND ea.amoplefttype OPERATOR(pg_catalog.=) c.opcintype AND ea.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
    AND ea.amopstrategy OPERATOR(pg_catalog.=) 3
  JOIN pg_catalog.pg_operator AS eo ON eo.oid OPERATOR(pg_catalog.=) ea.amopopr
  JOIN pg_catalog.pg_namespace AS en ON en.oid OPERATOR(pg_catalog.=) eo.oprnamespace
  JOIN pg_catalog.pg_amop AS ga ON ga.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
    AND ga.amoplefttype OPERATOR(pg_catalog.=) c.opcintype AND ga.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
    AND ga.amopstrategy OPERATOR(pg_catalog.=) 4
  JOIN pg_catalog.pg_operator AS go ON go.oid OPERATOR(pg_catalog.=) ga.amopopr
  JOIN pg_catalog.pg_namespace AS gn ON gn.oid OPERATOR(pg_catalog.=) go.oprnamespace
  WHERE c.opcdefault AND (
    c.opcintype OPERATOR(pg_catalog.=) b.type
    OR EXISTS (
      SELECT
      FROM pg_catalog.pg_cast AS k
      WHERE k.castsource OPERATOR(pg_catalog.=) b.type AND k.casttarget OPERATOR(pg_catalog.=) c.opcintype
        AND k.castmethod OPERATOR(pg_catalog.=) 'b' AND k.castcontext OPERATOR(pg_catalog.=) 'i')
    OR ct.typtype OPERATOR(pg_catalog.=) 'p' AND ct.typname OPERATOR(pg_catalog.=) CASE
      WHEN u.typsubscript OPERATOR(pg_catalog.=) 'pg_catalog.array_subscript_handler'::pg_catalog.regproc THEN 'anyarray'
      WHEN u.typtype OPERATOR(pg_catalog.=) 'e' THEN 'anyenum'
      WHEN u.typtype OPERATOR(pg_catalog.=) 'r' THEN 'anyrange'
      WHEN u.typtype OPERATOR(pg_catalog.=) 'm' THEN 'anymultirange'
      WHEN u.typtype OPERATOR(pg_catalog.=) 'c' THEN 'record' END::pg_catalog.name)
  ORDER BY c.opcintype OPERATOR(pg_catalog.=) b.type DESC, ct.typispreferred DESC, c.oid
  LIMIT 1) AS o ON true
ORDER BY a.attnum
