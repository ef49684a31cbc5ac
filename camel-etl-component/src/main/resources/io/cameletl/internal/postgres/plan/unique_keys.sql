SELECT i.indisprimary, i.indimmediate,
  pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY k.place) AS columns,
  pg_catalog.array_agg(pg_catalog.format('OPERATOR(%I.%s)', sn.nspname, o.oprname) ORDER BY k.place) AS operators,
  pg_catalog.array_agg(
    CASE WHEN c.opcintype OPERATOR(pg_catalog.<>) a.atttypid AND t.typtype OPERATOR(pg_catalog.<>) 'p'
      THEN pg_catalog.format('%I.%I', tn.nspname, t.typname) END
    ORDER BY k.place) AS operands,
  pg_catalog.array_agg(
    CASE WHEN l.oid OPERATOR(pg_catalog.<>) a.attcollation
      THEN pg_catalog.format('%I.%I', ln.nspname, l.collname) END
    ORDER BY k.place) AS collations,
  -- Whether equal values are the same bytes, as an index that holds each value once must know.
  pg_catalog.array_agg(
    COALESCE(
      p.amproc OPERATOR(pg_catalog.=) 'pg_catalog.btequalimage'::pg_catalog.regproc
        OR p.amproc OPERATOR(pg_catalog.=) 'pg_catalog.btvarstrequalimage'::pg_catalog.regproc
          AND COALESCE(l.collisdeterministic, true)
          -- Of a char without a length the blanks at the end are kept, and do not count.
          AND NOT (c.opcintype OPERATOR(pg_catalog.=) 'pg_catalog.bpchar'::pg_catalog.regtype::pg_catalog.oid
            AND a.atttypmod OPERATOR(pg_catalog.<) 0),
      false)
    ORDER BY k.place) AS exact,
  -- Whether the type has a hash of 64 bits of its own.
  pg_catalog.array_agg(
    EXISTS (
      SELECT
      FROM pg_catalog.pg_opclass AS h
      JOIN pg_catalog.pg_am AS hm ON hm.oid OPERATOR(pg_catalog.=) h.opcmethod AND hm.amname OPERATOR(pg_catalog.=) 'hash'
      JOIN pg_catalog.pg_amproc AS hp ON hp.amprocfamily OPERATOR(pg_catalog.=) h.opcfamily
        AND hp.amproclefttype OPERATOR(pg_catalog.=) h.opcintype AND hp.amprocrighttype OPERATOR(pg_catalog.=) h.opcintype
        AND hp.amprocnum OPERATOR(pg_catalog.=) 2
      WHERE h.opcdefault AND h.opcintype OPERATOR(pg_catalog.=) c.opcintype)
    ORDER BY k.place) AS hashed
FROM pg_catalog.pg_index AS i
CROSS JOIN LATERAL ROWS FROM (
  pg_catalog.unnest(i.indkey), pg_catalog.unnest(i.indclass), pg_catalog.unnest(i.indcollation))
  WITH ORDINALITY AS k (attnum, class, sort, place)
JOIN pg_catalog.pg_attribute AS a
  ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.attnum
JOIN pg_catalog.pg_opclass AS c ON c.oid OPERATOR(pg_catalog.=) k.class
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) c.opcintype
JOIN pg_catalog.pg_namespace AS tn ON tn.oid OPERATOR(pg_catalog.=) t.typnamespace
JOIN pg_catalog.pg_amop AS m ON m.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
  AND m.amoplefttype OPERATOR(pg_catalog.=) c.opcintype AND m.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
  AND m.amopstrategy OPERATOR(pg_catalog.=) 3
JOIN pg_catalog.pg_operator AS o ON o.oid OPERATOR(pg_catalog.=) m.amopopr
JOIN pg_catalog.pg_namespace AS sn ON sn.oid OPERATOR(pg_catalog.=) o.oprnamespace
LEFT JOIN pg_catalog.pg_collation AS l ON l.oid OPERATOR(pg_catalog.=) k.sort
LEFT JOIN pg_catalog.pg_namespace AS ln ON ln.oid OPERATOR(pg_catalog.=) l.collnamespace
LEFT JOIN pg_catalog.pg_amproc AS p ON p.amprocfamily OPERATOR(pg_catalog.=) c.opcfamily
  AND p.amproclefttype OPERATOR(pg_catalog.=) c.opcintype AND p.amprocrighttype OPERATOR(pg_catalog.=) c.opcintype
  AND p.amprocnum OPERATOR(pg_catalog.=) 4
WHERE i.indrelid OPERATOR(pg_catalog.=) ?::pg_catalog.oid
  AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion
  AND i.indpred IS NULL AND i.indexprs IS NULL
  AND k.place OPERATOR(pg_catalog.<=) i.indnkeyatts
GROUP BY i.indexrelid, i.indisprimary, i.indimmediate
ORDER BY i.indisprimary DESC, i.indexrelid
