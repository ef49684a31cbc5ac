SELECT i.id, i.total, c.name AS customer,
       greatest(i.updated_at, c.updated_at) AS updated_at
  FROM (SELECT id FROM invoices WHERE updated_at >= :#afterAt AND updated_at < :#beforeAt
         UNION
        SELECT i.id FROM customers AS c JOIN invoices AS i ON i.customer_id = c.id
         WHERE c.updated_at >= :#afterAt AND c.updated_at < :#beforeAt) AS changed
  JOIN invoices AS i USING (id)
  JOIN customers AS c ON c.id = i.customer_id
 WHERE (greatest(i.updated_at, c.updated_at), i.id) > (:#afterAt, CAST(:#afterId AS bigint))
   AND greatest(i.updated_at, c.updated_at) < :#beforeAt
 ORDER BY 4, 1
 LIMIT :#limit
