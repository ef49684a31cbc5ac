-- Forgets cursor and window, unless somebody holds the lease or a range of a first load, and records it under a run number
-- of its own, the cursor only where it may be shown. Whoever holds what is not his any more commits nothing: the version
-- is another.
with reset as (
    update {schema}.etl_pipeline p
    set cursor      = null,
        cursor_type = null,
        from_at     = null,
        before_at   = null,
        version     = p.version operator(pg_catalog.+) 1,
        run_number  = p.run_number operator(pg_catalog.+) 1,
        lease_owner = null,
        lease_until = null
    where p.name operator(pg_catalog.=) ?
      and (p.lease_until is null or p.lease_until operator(pg_catalog.<=) pg_catalog.clock_timestamp())
      and not exists (select
                      from {schema}.etl_shard s
                      where s.pipeline operator(pg_catalog.=) p.name
                        and s.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp())
    returning p.name, p.run_number
)
insert into {schema}.etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables, message)
select reset.name, reset.run_number, 'RESET', pg_catalog.clock_timestamp(), cast('0' as pg_catalog.interval), 0, 0,
       cast('{}' as pg_catalog.json),
       case
           when cast(? as pg_catalog.bool)
               then pg_catalog.concat('cursor and window forgotten, before: ',
                       coalesce((select cast(before.cursor as pg_catalog.text)
                                 from {schema}.etl_pipeline before
                                 where before.name operator(pg_catalog.=) reset.name), 'none'))
           else 'cursor and window forgotten'
       end
from reset
