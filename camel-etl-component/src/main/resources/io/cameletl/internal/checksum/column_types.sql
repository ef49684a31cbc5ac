-- Of types by their numbers: what a domain is made from, and the elements of an array. A domain has its modifier.
WITH RECURSIVE step AS (
  SELECT given.place, given.type, given.modifier, 0 AS depth
  FROM ROWS FROM (
    pg_catalog.unnest(CAST(? AS pg_catalog.oid[])), pg_catalog.unnest(CAST(? AS pg_catalog.int4[])))
    WITH ORDINALITY AS given (type, modifier, place)
  UNION ALL
  SELECT s.place, t.typbasetype, t.typtypmod, s.depth OPERATOR(pg_catalog.+) 1
  FROM step AS s
  JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) s.type
  WHERE t.typtype OPERATOR(pg_catalog.=) 'd'
), base AS (
  SELECT DISTINCT ON (s.place) s.place, s.type, s.modifier
  FROM step AS s
  ORDER BY s.place, s.depth DESC
)
SELECT n.nspname, e.typname, b.modifier,
  e.oid OPERATOR(pg_catalog.<>) t.oid AS is_array
FROM base AS b
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) b.type
JOIN pg_catalog.pg_type AS e ON e.oid OPERATOR(pg_catalog.=) CASE
  WHEN t.typelem OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
    AND t.typsubscript OPERATOR(pg_catalog.=) 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
    THEN t.typelem ELSE t.oid END
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) e.typnamespace
ORDER BY b.place
