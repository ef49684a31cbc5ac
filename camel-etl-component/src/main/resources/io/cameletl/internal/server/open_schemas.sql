-- The schemas on the session's search path in which others may create, and who. Superusers, the session's role and those
-- who act as the schema's owner are no others.
SELECT n.nspname, CURRENT_USER AS reader,
  pg_catalog.string_agg(
    CASE WHEN g.oid IS NULL THEN 'PUBLIC'
      ELSE pg_catalog.concat('"', pg_catalog.replace(g.rolname::pg_catalog.text, '"', '""'), '"') END,
    ', ' ORDER BY g.rolname) AS roles
FROM pg_catalog.pg_namespace AS n
CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
LEFT JOIN pg_catalog.pg_roles AS g ON g.oid OPERATOR(pg_catalog.=) a.grantee
WHERE n.nspname OPERATOR(pg_catalog.=) ANY (pg_catalog.current_schemas(false))
  AND a.privilege_type OPERATOR(pg_catalog.=) 'CREATE'
  AND (g.oid IS NULL
    OR NOT g.rolsuper AND g.rolname OPERATOR(pg_catalog.<>) CURRENT_USER
      AND NOT pg_catalog.pg_has_role(g.oid, n.nspowner, 'USAGE'))
GROUP BY n.nspname
ORDER BY n.nspname
