-- Gives a run its number that takes part in a first load which another one holds the lease of; no row when there is
-- nothing to take part in. The lease and the position stay as they are.
update {schema}.etl_pipeline p
set run_number = p.run_number operator(pg_catalog.+) 1
where p.name operator(pg_catalog.=) ?
  and p.cursor is null
  and not p.paused
  and p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
  and exists (select
              from {schema}.etl_shard s
              where s.pipeline operator(pg_catalog.=) p.name
                and not s.done
                and (s.lease_until is null or s.lease_until operator(pg_catalog.<=) pg_catalog.clock_timestamp()))
returning run_number, version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
          (select pg_catalog.count(*)
           from {schema}.etl_rejected_record postponed
           where postponed.pipeline operator(pg_catalog.=) p.name and postponed.postponed_at is not null)
