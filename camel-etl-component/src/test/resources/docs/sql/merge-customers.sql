INSERT INTO customers AS c (id, name, email, updated_at)
SELECT id, name, email, updated_at
  FROM ${staging.customers}
 WHERE NOT etl_deleted
ON CONFLICT (id) DO UPDATE
   SET name = excluded.name, email = excluded.email, updated_at = excluded.updated_at
 WHERE c.updated_at <= excluded.updated_at;

INSERT INTO customer_sources (customer_id, system)
SELECT id, origin ->> 'system'
  FROM ${staging.customers}
 WHERE NOT etl_deleted
ON CONFLICT DO NOTHING;

DELETE FROM customers AS c
 USING ${staging.customers} AS s
 WHERE s.etl_deleted AND c.id = s.id AND c.updated_at <= s.updated_at;
