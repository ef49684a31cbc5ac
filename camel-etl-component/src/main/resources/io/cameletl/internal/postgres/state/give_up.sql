-- Postponed records become rejected ones, if the lease is still the holder's.
update {schema}.etl_rejected_record postponed
set postponed_at = null,
    rejected_at  = pg_catalog.clock_timestamp()
where postponed.pipeline operator(pg_catalog.=) ?
  and postponed.id operator(pg_catalog.=) any (?)
  and postponed.postponed_at is not null
  and exists (select
              from {schema}.etl_pipeline p
              where p.name operator(pg_catalog.=) postponed.pipeline
                and p.lease_owner operator(pg_catalog.=) ?
                and p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp())
