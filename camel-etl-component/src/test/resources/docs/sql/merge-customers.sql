MERGE INTO customers AS c
USING ${staging.customers} AS s ON c.id = s.id
 WHEN MATCHED AND s._metadata @> '{"deleted": true}' AND s.updated_at >= c.updated_at THEN
      DELETE
 WHEN MATCHED AND s.updated_at > c.updated_at THEN
      UPDATE SET name = s.name, email = s.email, updated_at = s.updated_at
 WHEN NOT MATCHED AND s._metadata @> '{"deleted": false}' THEN
      INSERT (id, name, email, updated_at) VALUES (s.id, s.name, s.email, s.updated_at);
