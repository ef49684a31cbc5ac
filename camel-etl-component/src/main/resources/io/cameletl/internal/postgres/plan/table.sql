WITH RECURSIVE family AS (
  SELECT pg_catalog.to_regclass(?)::pg_catalog.oid AS oid
  UNION
  SELECT i.inhrelid
  FROM family AS f
  JOIN pg_catalog.pg_inherits AS i ON i.inhparent OPERATOR(pg_catalog.=) f.oid
), triggers AS (
  SELECT g.tgname::pg_catalog.text AS name, g.tgtype OPERATOR(pg_catalog.&) 3::pg_catalog.int2 OPERATOR(pg_catalog.=) 3 AS before_row,
    g.tgtype OPERATOR(pg_catalog.&) 4::pg_catalog.int2 OPERATOR(pg_catalog.<>) 0 AS on_insert,
    g.tgtype OPERATOR(pg_catalog.&) 8::pg_catalog.int2 OPERATOR(pg_catalog.<>) 0 AS on_delete,
    g.tgtype OPERATOR(pg_catalog.&) 16::pg_catalog.int2 OPERATOR(pg_catalog.<>) 0 AS on_update
  FROM family AS f
  JOIN pg_catalog.pg_trigger AS g ON g.tgrelid OPERATOR(pg_catalog.=) f.oid
  WHERE NOT g.tgisinternal AND g.tgenabled OPERATOR(pg_catalog.<>) 'D'
), types AS (
  SELECT a.atttypid AS oid
  FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
    AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
  UNION
  -- What a domain is made from, and the elements of an array.
  SELECT CASE WHEN t.typtype OPERATOR(pg_catalog.=) 'd' THEN t.typbasetype ELSE t.typelem END
  FROM types AS s
  JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) s.oid
  WHERE t.typtype OPERATOR(pg_catalog.=) 'd' OR t.typelem OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
), expressions AS (
  -- The checks and defaults of the table and of its columns' domains.
  SELECT k.tableoid AS class, k.oid
  FROM family AS f
  JOIN pg_catalog.pg_constraint AS k ON k.conrelid OPERATOR(pg_catalog.=) f.oid
  UNION ALL
  SELECT k.tableoid, k.oid
  FROM types AS s
  JOIN pg_catalog.pg_constraint AS k ON k.contypid OPERATOR(pg_catalog.=) s.oid
  UNION ALL
  SELECT d.tableoid, d.oid
  FROM pg_catalog.pg_attrdef AS d
  WHERE d.adrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
  UNION ALL
  SELECT t.tableoid, t.oid
  FROM types AS s
  JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) s.oid AND t.typtype OPERATOR(pg_catalog.=) 'd'
), policies AS (
  SELECT p.polpermissive, pg_catalog.pg_get_expr(p.polqual, p.polrelid) OPERATOR(pg_catalog.=) 'true' AS shows_all
  FROM pg_catalog.pg_policy AS p
  WHERE p.polrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
    AND (p.polcmd OPERATOR(pg_catalog.=) '*' OR p.polcmd OPERATOR(pg_catalog.=) 'r')
    AND EXISTS (
      SELECT
      FROM pg_catalog.unnest(p.polroles) AS r (oid)
      WHERE r.oid OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR pg_catalog.pg_has_role(r.oid, 'USAGE'))
)
SELECT c.oid, n.nspname, c.relname, c.relkind,
  EXISTS (SELECT FROM triggers AS g WHERE g.on_insert) AS triggers_on_insert,
  ARRAY(
    SELECT DISTINCT g.name
    FROM triggers AS g
    WHERE g.before_row
      -- A row that moves to another partition is deleted from its old one.
      AND (g.on_insert OR g.on_update OR c.relkind OPERATOR(pg_catalog.=) 'p')
    ORDER BY g.name) AS write_triggers,
  ARRAY(SELECT DISTINCT g.name FROM triggers AS g WHERE g.before_row AND g.on_delete ORDER BY g.name) AS delete_triggers,
  ARRAY(
    SELECT r.rulename::pg_catalog.text
    FROM pg_catalog.pg_rewrite AS r
    WHERE r.ev_class OPERATOR(pg_catalog.=) c.oid
      AND r.ev_type OPERATOR(pg_catalog.<>) '1' AND r.ev_enabled OPERATOR(pg_catalog.<>) 'D'
    ORDER BY r.rulename) AS rules,
  pg_catalog.row_security_active(c.oid) AS row_security,
  pg_catalog.row_security_active(c.oid) AND (
    NOT EXISTS (SELECT FROM policies AS p WHERE p.polpermissive AND p.shows_all)
    OR EXISTS (SELECT FROM policies AS p WHERE NOT p.polpermissive AND NOT p.shows_all)) AS hides_rows,
  c.relkind OPERATOR(pg_catalog.=) 'r'
    AND EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhparent OPERATOR(pg_catalog.=) c.oid) AS has_children,
  EXISTS (
    SELECT
    FROM pg_catalog.pg_index AS i
    WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisexclusion AND i.indisunique) AS has_temporal_key,
  EXISTS (
    SELECT
    FROM family AS f
    JOIN pg_catalog.pg_trigger AS g ON g.tgrelid OPERATOR(pg_catalog.=) f.oid
    WHERE g.tginitdeferred AND g.tgenabled OPERATOR(pg_catalog.<>) 'D') AS deferred,
  -- Whether a write may read or change more than its own row.
  EXISTS (SELECT FROM triggers)
    OR EXISTS (
      SELECT
      FROM family AS f
      JOIN pg_catalog.pg_class AS p ON p.oid OPERATOR(pg_catalog.=) f.oid
      WHERE p.relkind OPERATOR(pg_catalog.=) 'f')
    OR EXISTS (
      SELECT
      FROM family AS f
      JOIN pg_catalog.pg_constraint AS k ON k.confrelid OPERATOR(pg_catalog.=) f.oid
      WHERE k.contype OPERATOR(pg_catalog.=) 'f'
        AND k.confupdtype OPERATOR(pg_catalog.<>) 'a' AND k.confupdtype OPERATOR(pg_catalog.<>) 'r') AS far_reaching,
  -- Functions that are not the server's own and may look at other rows: what looks at none is immutable, or written in C.
  EXISTS (
    SELECT
    FROM expressions AS e
    JOIN pg_catalog.pg_depend AS d
      ON d.classid OPERATOR(pg_catalog.=) e.class AND d.objid OPERATOR(pg_catalog.=) e.oid
    LEFT JOIN pg_catalog.pg_operator AS o
      ON d.refclassid OPERATOR(pg_catalog.=) o.tableoid AND d.refobjid OPERATOR(pg_catalog.=) o.oid
    JOIN pg_catalog.pg_proc AS p
      ON d.refclassid OPERATOR(pg_catalog.=) p.tableoid AND d.refobjid OPERATOR(pg_catalog.=) p.oid
        OR o.oprcode::pg_catalog.oid OPERATOR(pg_catalog.=) p.oid
    JOIN pg_catalog.pg_language AS l ON l.oid OPERATOR(pg_catalog.=) p.prolang
    WHERE p.provolatile OPERATOR(pg_catalog.<>) 'i'
      AND l.lanname OPERATOR(pg_catalog.<>) 'c' AND l.lanname OPERATOR(pg_catalog.<>) 'internal') AS looks_around
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
