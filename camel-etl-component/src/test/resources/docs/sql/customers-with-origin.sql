SELECT id, name, email, updated_at, deleted_at,
       json_build_object('system', 'legacy') AS origin
  FROM customers
