-- Takes a range that nobody holds, the first in their order; no row when there is none. One whose lease is the caller's own
-- was granted before, and the answer lost. Ranges of a first load whose cursor was moved by hand are not loaded any more.
with step as (select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.text) as owner),
free as materialized (
    select s.pipeline, s.number
    from step, {schema}.etl_shard s, {schema}.etl_pipeline p
    where s.pipeline operator(pg_catalog.=) step.name
      and p.name operator(pg_catalog.=) step.name
      and p.cursor is null
      and not s.done
      and (s.lease_until is null or s.lease_until operator(pg_catalog.<=) pg_catalog.clock_timestamp()
           or s.lease_owner operator(pg_catalog.=) step.owner)
    order by coalesce(s.lease_owner operator(pg_catalog.=) step.owner, false) desc, s.number
    limit 1
    for update of s skip locked
)
update {schema}.etl_shard s
set version     = s.version operator(pg_catalog.+) 1,
    lease_owner = step.owner,
    lease_until = pg_catalog.clock_timestamp() operator(pg_catalog.+) pg_catalog.make_interval(secs => ?)
from free, step
where s.pipeline operator(pg_catalog.=) free.pipeline and s.number operator(pg_catalog.=) free.number
returning s.number, s.version, s.cursor_type, s.after_cursor, s.end_cursor, s.cursor, s.expected
