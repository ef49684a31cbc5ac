WITH given AS (SELECT CAST(? AS text) AS id, CAST(? AS text) AS word)
UPDATE organizations AS o
   SET name = word || ' Inc.', updated_at = now()
  FROM given
 WHERE o.id = 1 + substr(given.id, 2)::bigint % 500 AND o.deleted_at IS NULL
