SELECT name,
       cursor,
       CASE WHEN from_at > '0001-01-01 00:00:00+00' THEN clock_timestamp() - from_at END AS lag,
       CASE WHEN lease_until > clock_timestamp() THEN lease_owner END AS running,
       paused,
       CASE WHEN breaker_state = 'OPEN' THEN breaker_until END AS open_until,
       consecutive_failures,
       last_error
  FROM etl_state.etl_pipeline
 ORDER BY name;
