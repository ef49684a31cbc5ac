-- Prolongs a lease that is still live; one that ran out stays so, another may be about to take it. Says how far its
-- holder has come.
update {schema}.etl_pipeline
set lease_until = pg_catalog.clock_timestamp() operator(pg_catalog.+) pg_catalog.make_interval(secs => ?),
    lease_phase = ?,
    lease_phase_since = pg_catalog.clock_timestamp() operator(pg_catalog.-) pg_catalog.make_interval(secs => ?),
    lease_page  = ?,
    lease_rows  = ?
where name operator(pg_catalog.=) ?
  and lease_owner operator(pg_catalog.=) ?
  and lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
