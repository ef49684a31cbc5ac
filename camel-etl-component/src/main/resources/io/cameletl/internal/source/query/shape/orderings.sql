-- How values of types are ordered: by the default B-tree operator class, which ORDER BY and indexes go by, too. Found as
-- the server finds it: that of the type itself, else of a preferred type it can be taken for, else of another such type.
WITH RECURSIVE asked (place, type) AS (
    SELECT a.place, a.type
    FROM pg_catalog.unnest(CAST(? AS pg_catalog.oid[])) WITH ORDINALITY AS a (type, place)
    UNION ALL
    -- A domain is ordered as the type it is made from.
    SELECT a.place, d.typbasetype
    FROM asked a
    JOIN pg_catalog.pg_type d ON d.oid OPERATOR(pg_catalog.=) a.type AND d.typtype OPERATOR(pg_catalog.=) 'd'
)
SELECT a.place, ts.nspname AS type_schema, t.typname AS type_name,
       os.nspname AS operator_schema, o.oprname AS operator_name, p.amopstrategy AS strategy
FROM asked a
JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) a.type AND t.typtype OPERATOR(pg_catalog.<>) 'd'
JOIN pg_catalog.pg_namespace ts ON ts.oid OPERATOR(pg_catalog.=) t.typnamespace
LEFT JOIN LATERAL (
    SELECT c.opcfamily, c.opcintype
    FROM pg_catalog.pg_opclass c
    JOIN pg_catalog.pg_am m ON m.oid OPERATOR(pg_catalog.=) c.opcmethod AND m.amname OPERATOR(pg_catalog.=) 'btree'
    JOIN pg_catalog.pg_type i ON i.oid OPERATOR(pg_catalog.=) c.opcintype
    WHERE c.opcdefault
      AND (i.oid OPERATOR(pg_catalog.=) t.oid
           OR EXISTS (SELECT 1
                      FROM pg_catalog.pg_cast k
                      WHERE k.castsource OPERATOR(pg_catalog.=) t.oid
                        AND k.casttarget OPERATOR(pg_catalog.=) i.oid
                        AND k.castmethod OPERATOR(pg_catalog.=) 'b'
                        AND k.castcontext OPERATOR(pg_catalog.=) 'i')
           OR i.typname OPERATOR(pg_catalog.=)
                  CASE WHEN EXISTS (SELECT 1
                                    FROM pg_catalog.pg_type e
                                    WHERE e.typarray OPERATOR(pg_catalog.=) t.oid) THEN 'anyarray'
                       WHEN t.typtype OPERATOR(pg_catalog.=) 'e' THEN 'anyenum'
                       WHEN t.typtype OPERATOR(pg_catalog.=) 'r' THEN 'anyrange'
                       WHEN t.typtype OPERATOR(pg_catalog.=) 'm' THEN 'anymultirange'
                       WHEN t.typtype OPERATOR(pg_catalog.=) 'c' THEN 'record'
                  END
              AND i.typtype OPERATOR(pg_catalog.=) 'p')
    ORDER BY i.oid OPERATOR(pg_catalog.=) t.oid DESC, i.typispreferred DESC
    LIMIT 1) f ON true
LEFT JOIN pg_catalog.pg_amop p
       ON p.amopfamily OPERATOR(pg_catalog.=) f.opcfamily
      AND p.amoplefttype OPERATOR(pg_catalog.=) f.opcintype
      AND p.amoprighttype OPERATOR(pg_catalog.=) f.opcintype
LEFT JOIN pg_catalog.pg_operator o ON o.oid OPERATOR(pg_catalog.=) p.amopopr
LEFT JOIN pg_catalog.pg_namespace os ON os.oid OPERATOR(pg_catalog.=) o.oprnamespace
ORDER BY a.place, p.amopstrategy
