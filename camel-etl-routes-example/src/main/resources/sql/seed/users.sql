-- Users of the past year. Every tenth came with a bulk import: many rows of one change time, which a cursor must not
-- stumble over. Every fiftieth is deleted already.
INSERT INTO users (username, email, display_name, status, created_at, updated_at, deleted_at)
SELECT 'user' || n,
       'user' || n || '@example.com',
       'User ' || n,
       CASE WHEN n % 20 = 3 THEN 'inactive' ELSE 'active' END,
       changed_at - interval '30 days',
       changed_at,
       CASE WHEN n % 50 = 7 THEN changed_at END
  FROM (SELECT n,
               CASE WHEN n % 10 = 0
                    THEN date_trunc('day', now()) - interval '90 days'
                    ELSE now() - make_interval(hours => 1, secs => n::bigint * 7919 % 31536000)
               END AS changed_at
          FROM generate_series(1, ?) AS n) AS numbered
