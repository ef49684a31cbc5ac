-- Ends a first load: the pipeline goes on after the last row of all ranges, its window is drained, and the ranges are gone,
-- in one statement; if the holder of the lease still stands where it began, and every range is in.
with step as (
    select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.text) as owner
),
last as (
    select s.cursor, s.cursor_type
    from step, {schema}.etl_shard s
    where s.pipeline operator(pg_catalog.=) step.name and s.cursor is not null
    order by s.number desc
    limit 1
),
moved as (
    update {schema}.etl_pipeline p
    set version     = p.version operator(pg_catalog.+) 1,
        cursor      = (select last.cursor from last),
        cursor_type = (select last.cursor_type from last),
        from_at     = p.before_at
    from step
    where p.name operator(pg_catalog.=) step.name
      and p.version operator(pg_catalog.=) step.version
      and p.lease_owner operator(pg_catalog.=) step.owner
      and p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
      and p.cursor is null
      and not exists (select
                      from {schema}.etl_shard s
                      where s.pipeline operator(pg_catalog.=) p.name and not s.done)
    returning p.name, p.version, p.cursor, p.cursor_type, p.from_at, p.before_at
),
gone as (
    delete from {schema}.etl_shard s
    using moved
    where s.pipeline operator(pg_catalog.=) moved.name
)
select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at)
from moved
