SELECT c.oid::regclass AS table_name, obj_description(c.oid, 'pg_class') AS belongs_to
  FROM pg_class AS c
 WHERE c.relkind = 'r' AND obj_description(c.oid, 'pg_class') LIKE 'camel-etl staging of pipeline %';
