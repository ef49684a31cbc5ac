SELECT k.type
FROM pg_catalog.unnest(?::pg_catalog.text[]) WITH ORDINALITY AS k (type, place)
WHERE pg_catalog.to_regtype(k.type) IS NULL
ORDER BY k.place
