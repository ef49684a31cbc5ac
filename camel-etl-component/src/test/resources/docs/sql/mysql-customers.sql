SELECT id, name, email, updated_at, deleted_at
  FROM customers
 WHERE updated_at >= :#afterAtText
   AND (updated_at > :#afterAtText OR (updated_at = :#afterAtText AND id > CAST(:#afterId AS SIGNED)))
   AND updated_at < :#beforeAtText
 ORDER BY updated_at, id
 LIMIT :#limit
