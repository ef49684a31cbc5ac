-- Prolongs a lease that is still live; one that ran out stays so, another may be about to take it.
update {schema}.etl_pipeline
set lease_until = clock_timestamp() + make_interval(secs => ?)
where name = ?
  and lease_owner = ?
  and lease_until > clock_timestamp()
