SELECT pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owns, CURRENT_USER AS reader
FROM pg_catalog.pg_class AS c
WHERE c.oid OPERATOR(pg_catalog.=) ?::pg_catalog.regclass::pg_catalog.oid
