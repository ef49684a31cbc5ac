SELECT q.*
FROM (
SELECT *
FROM orders
) q
WHERE (q."Updated ""At""", q."id") > (?, ?)
  AND q."Updated ""At""" < ?
  AND q."Updated ""At""" IS NOT NULL
ORDER BY q."Updated ""At""", q."id"
LIMIT ?
