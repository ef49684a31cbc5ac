SELECT id, name, email, updated_at, deleted_at
  FROM customers
 WHERE (updated_at, id) > (:#afterAt, CAST(:#afterId AS bigint))
   AND updated_at < :#beforeAt
 ORDER BY updated_at, id
 LIMIT :#limit
