-- The size of a table, and its B-tree indexes: their columns in order, an expression as an empty text, and the operators
-- that they are in the order of. A partial index
-- may serve a query of the same condition, and makes nothing unique. A partitioned table has a size of its own nowhere.
SELECT CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'p' THEN 9223372036854775807
            ELSE pg_catalog.pg_relation_size(c.oid) END AS bytes,
  x.columns, x.operators, x.is_unique, x.is_one_way
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
LEFT JOIN (
  SELECT i.indrelid, i.indexrelid,
    i.indisunique AND (i.indpred IS NULL) AS is_unique,
    pg_catalog.array_agg(COALESCE(a.attname::pg_catalog.text, '') ORDER BY k.place) AS columns,
    pg_catalog.array_agg(
      pg_catalog.concat('OPERATOR("', pg_catalog.replace(s.nspname::pg_catalog.text, '"', '""'), '".', o.oprname, ')')
      ORDER BY k.place) AS operators,
    (pg_catalog.bool_and(k.direction OPERATOR(pg_catalog.=) 0) OR pg_catalog.bool_and(k.direction OPERATOR(pg_catalog.=) 3))
      AND pg_catalog.bool_and(COALESCE(k.collation_of OPERATOR(pg_catalog.=) a.attcollation, true)) AS is_one_way
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS b ON b.oid OPERATOR(pg_catalog.=) i.indexrelid
  JOIN pg_catalog.pg_am AS m ON m.oid OPERATOR(pg_catalog.=) b.relam AND m.amname OPERATOR(pg_catalog.=) 'btree'
  CROSS JOIN LATERAL ROWS FROM (
    pg_catalog.unnest(i.indkey), pg_catalog.unnest(i.indoption), pg_catalog.unnest(i.indcollation),
    pg_catalog.unnest(i.indclass)
  ) WITH ORDINALITY AS k (attnum, direction, collation_of, class, place)
  LEFT JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.attnum
  LEFT JOIN pg_catalog.pg_opclass AS f ON f.oid OPERATOR(pg_catalog.=) k.class
  LEFT JOIN pg_catalog.pg_amop AS p ON p.amopfamily OPERATOR(pg_catalog.=) f.opcfamily
    AND p.amoplefttype OPERATOR(pg_catalog.=) f.opcintype AND p.amoprighttype OPERATOR(pg_catalog.=) f.opcintype
    AND p.amopstrategy OPERATOR(pg_catalog.=) 5
  LEFT JOIN pg_catalog.pg_operator AS o ON o.oid OPERATOR(pg_catalog.=) p.amopopr
  LEFT JOIN pg_catalog.pg_namespace AS s ON s.oid OPERATOR(pg_catalog.=) o.oprnamespace
  WHERE i.indisvalid AND k.direction IS NOT NULL
  GROUP BY i.indrelid, i.indexrelid, i.indisunique, (i.indpred IS NULL)
) AS x ON x.indrelid OPERATOR(pg_catalog.=) c.oid
WHERE n.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.text AND c.relname OPERATOR(pg_catalog.=) ?::pg_catalog.text
  AND (c.relkind OPERATOR(pg_catalog.=) 'r' OR c.relkind OPERATOR(pg_catalog.=) 'p'
    OR c.relkind OPERATOR(pg_catalog.=) 'm')
