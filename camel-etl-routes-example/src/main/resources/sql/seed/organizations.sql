INSERT INTO organizations (name, country, updated_at, deleted_at)
SELECT 'Organization ' || n,
       (ARRAY['AT', 'BR', 'DE', 'IN', 'JP', 'KE', 'US'])[1 + n % 7],
       now() - make_interval(hours => 1, mins => n),
       CASE WHEN n % 40 = 9 THEN now() - make_interval(hours => 1, mins => n) END
  FROM generate_series(1, ?) AS n
