SELECT id, name, email, updated_at,
       json_build_object('deleted', deleted_at IS NOT NULL) AS _metadata
  FROM customers
