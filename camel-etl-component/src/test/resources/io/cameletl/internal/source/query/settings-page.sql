SELECT q.*
FROM (
SELECT *
FROM orders
) q
WHERE (q."id") > (?)
  AND (SELECT pg_catalog.set_config('extra_float_digits', '1', true)) IS NOT NULL
  AND (SELECT pg_catalog.set_config('IntervalStyle', 'postgres', true)) IS NOT NULL
ORDER BY q."id"
LIMIT ?
