SELECT k.conname, n.nspname, p.relname, u.columns, u.parent_columns, u.operators, u.parent_operands, u.operands, u.collations
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS p ON p.oid OPERATOR(pg_catalog.=) k.confrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) p.relnamespace
CROSS JOIN LATERAL (
  SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY u.place) AS columns,
    pg_catalog.array_agg(b.attname::pg_catalog.text ORDER BY u.place) AS parent_columns,
    pg_catalog.array_agg(pg_catalog.format('OPERATOR(%I.%s)', sn.nspname, o.oprname) ORDER BY u.place) AS operators,
    pg_catalog.array_agg(
      CASE WHEN o.oprleft OPERATOR(pg_catalog.<>) b.atttypid AND lt.typtype OPERATOR(pg_catalog.<>) 'p'
        THEN pg_catalog.format('%I.%I', ltn.nspname, lt.typname) END
      ORDER BY u.place) AS parent_operands,
    pg_catalog.array_agg(
      CASE WHEN o.oprright OPERATOR(pg_catalog.<>) a.atttypid AND rt.typtype OPERATOR(pg_catalog.<>) 'p'
        THEN pg_catalog.format('%I.%I', rtn.nspname, rt.typname) END
      ORDER BY u.place) AS operands,
    pg_catalog.array_agg(
      CASE WHEN b.attcollation OPERATOR(pg_catalog.<>) a.attcollation
        THEN pg_catalog.format('%I.%I', cn.nspname, c.collname) END
      ORDER BY u.place) AS collations
  FROM ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey), pg_catalog.unnest(k.conpfeqop))
    WITH ORDINALITY AS u (attnum, parent_attnum, operator, place)
  JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid OPERATOR(pg_catalog.=) k.conrelid AND a.attnum OPERATOR(pg_catalog.=) u.attnum
  JOIN pg_catalog.pg_attribute AS b
    ON b.attrelid OPERATOR(pg_catalog.=) k.confrelid AND b.attnum OPERATOR(pg_catalog.=) u.parent_attnum
  JOIN pg_catalog.pg_operator AS o ON o.oid OPERATOR(pg_catalog.=) u.operator
  JOIN pg_catalog.pg_namespace AS sn ON sn.oid OPERATOR(pg_catalog.=) o.oprnamespace
  JOIN pg_catalog.pg_type AS lt ON lt.oid OPERATOR(pg_catalog.=) o.oprleft
  JOIN pg_catalog.pg_namespace AS ltn ON ltn.oid OPERATOR(pg_catalog.=) lt.typnamespace
  JOIN pg_catalog.pg_type AS rt ON rt.oid OPERATOR(pg_catalog.=) o.oprright
  JOIN pg_catalog.pg_namespace AS rtn ON rtn.oid OPERATOR(pg_catalog.=) rt.typnamespace
  LEFT JOIN pg_catalog.pg_collation AS c ON c.oid OPERATOR(pg_catalog.=) b.attcollation
  LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid OPERATOR(pg_catalog.=) c.collnamespace) AS u
WHERE k.conrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
  AND k.contype OPERATOR(pg_catalog.=) 'f' AND (NOT k.condeferred OR ?)
  AND COALESCE((pg_catalog.to_jsonb(k) OPERATOR(pg_catalog.->>) 'conenforced')::pg_catalog.bool, true)
ORDER BY k.conname
