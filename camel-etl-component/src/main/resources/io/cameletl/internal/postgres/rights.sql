-- What the user may do with a table. Rights on some of its columns will do where a statement names columns.
SELECT CURRENT_USER AS reader,
  pg_catalog.has_any_column_privilege(c.oid, 'SELECT') AS "SELECT",
  pg_catalog.has_any_column_privilege(c.oid, 'INSERT') AS "INSERT",
  pg_catalog.has_any_column_privilege(c.oid, 'UPDATE') AS "UPDATE",
  pg_catalog.has_table_privilege(c.oid, 'DELETE') AS "DELETE",
  pg_catalog.has_schema_privilege(c.relnamespace, 'CREATE') AS creates,
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY') AS temporary
FROM pg_catalog.pg_class AS c
WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
