-- How far a pass has come, if its run still holds the lease.
update {schema}.etl_verification v
set updated_at  = pg_catalog.clock_timestamp(),
    ended_at    = case when now.done then pg_catalog.clock_timestamp() end,
    took        = now.took,
    before_at   = now.before_at,
    up_to       = now.up_to,
    ranges      = now.ranges,
    source_rows = now.source_rows,
    target_rows = now.target_rows,
    missing     = now.missing,
    different   = now.different,
    surplus     = now.surplus,
    waiting     = now.waiting,
    columns     = now.columns,
    examples    = now.examples,
    tables      = now.tables,
    allowed     = now.allowed
from (select cast(? as pg_catalog.text) as pipeline, cast(? as pg_catalog.int8) as id, cast(? as pg_catalog.text) as owner,
             cast(? as pg_catalog.bool) as done, pg_catalog.make_interval(secs => ?) as took,
             cast(? as pg_catalog.timestamptz) as before_at, cast(? as pg_catalog.json) as up_to,
             cast(? as pg_catalog.int4) as ranges, cast(? as pg_catalog.int8) as source_rows,
             cast(? as pg_catalog.int8) as target_rows, cast(? as pg_catalog.int8) as missing,
             cast(? as pg_catalog.int8) as different, cast(? as pg_catalog.int8) as surplus,
             cast(? as pg_catalog.int8) as waiting, cast(? as pg_catalog.json) as columns,
             cast(? as pg_catalog.json) as examples, cast(? as pg_catalog.json) as tables,
             cast(cast(? as pg_catalog.text) as pg_catalog.int8) as allowed) now
where v.pipeline operator(pg_catalog.=) now.pipeline
  and v.id operator(pg_catalog.=) now.id
  and exists (select
              from {schema}.etl_pipeline p
              where p.name operator(pg_catalog.=) now.pipeline
                and p.lease_owner operator(pg_catalog.=) now.owner
                and p.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp())
