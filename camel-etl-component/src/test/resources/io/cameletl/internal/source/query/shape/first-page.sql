SELECT q.*
FROM (
SELECT *
FROM orders
) q
ORDER BY q."id"
LIMIT ?
