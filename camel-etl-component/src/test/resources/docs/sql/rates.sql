-- rows a second, by the minute, of the last hour: runs and loads
SELECT date_trunc('minute', started_at) AS minute, sum(rows) / 60.0 AS rows_a_second
FROM etl_state.etl_run WHERE pipeline = 'customers' AND started_at > now() - interval '1 hour' GROUP BY 1
UNION ALL
SELECT minute, staged / 60.0 FROM etl_state.etl_load WHERE pipeline = 'customers' AND minute > now() - interval '1 hour'
ORDER BY 1
