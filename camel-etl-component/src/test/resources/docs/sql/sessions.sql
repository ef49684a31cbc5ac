SELECT a.pid, a.application_name, a.state, a.wait_event_type, now() - a.query_start AS since,
       pg_blocking_pids(a.pid) AS blocked_by, a.query
  FROM pg_stat_activity AS a
 WHERE a.application_name LIKE 'camel-etl %'
    OR a.pid IN (SELECT unnest(pg_blocking_pids(b.pid))
                   FROM pg_stat_activity AS b
                  WHERE b.application_name LIKE 'camel-etl %');
