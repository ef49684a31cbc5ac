-- Prolongs the lease of a range that is still live; one that ran out stays so, another may be about to take it.
update {schema}.etl_shard
set lease_until = pg_catalog.clock_timestamp() operator(pg_catalog.+) pg_catalog.make_interval(secs => ?)
where pipeline operator(pg_catalog.=) ?
  and number operator(pg_catalog.=) ?
  and lease_owner operator(pg_catalog.=) ?
  and lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
