SELECT 1
FROM (
SELECT *
FROM orders
) q
WHERE (q."Updated ""At""", q."id") = (?, ?)
  AND (q."Updated ""At""", q."id") = (?, ?)
LIMIT 1
