SELECT
  count(*) FILTER (WHERE q."Updated ""At""" IS NULL),
  count(*) FILTER (WHERE q."id" IS NULL),
  count(*) FILTER (WHERE q."Updated ""At""" = 'infinity')
FROM (
SELECT *
FROM orders
) q
WHERE q."Updated ""At""" IS NULL
  OR q."id" IS NULL
  OR q."Updated ""At""" = 'infinity'
