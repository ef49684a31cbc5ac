-- One step of the position, of a page that is loaded outside of runs: it counts in the sums of its minute. Minutes that are
-- too old leave.
with moved as (
{move}
),
page as (
    select cast(? as pg_catalog.text) as pipeline,
           pg_catalog.date_trunc('minute', pg_catalog.clock_timestamp(), 'UTC') as minute,
           pg_catalog.make_interval(secs => ?) as kept,
           cast(? as pg_catalog.int8) as staged, cast(? as pg_catalog.int8) as inserted, cast(? as pg_catalog.int8) as updated,
           cast(? as pg_catalog.int8) as deleted, cast(? as pg_catalog.int8) as unchanged,
           cast(? as pg_catalog.int8) as postponed, cast(? as pg_catalog.int8) as rejected
),
pruned as (
    delete from {schema}.etl_load old
    using page
    where old.pipeline operator(pg_catalog.=) page.pipeline
      and old.minute operator(pg_catalog.<) (page.minute operator(pg_catalog.-) page.kept)
)
insert into {schema}.etl_load as sums (pipeline, minute, loads, staged, inserted, updated, deleted, unchanged, postponed,
                                       rejected)
select page.pipeline, page.minute, 1, page.staged, page.inserted, page.updated, page.deleted, page.unchanged,
       page.postponed, page.rejected
from page, moved
on conflict (pipeline, minute) do update
    set loads     = sums.loads operator(pg_catalog.+) 1,
        staged    = sums.staged operator(pg_catalog.+) excluded.staged,
        inserted  = sums.inserted operator(pg_catalog.+) excluded.inserted,
        updated   = sums.updated operator(pg_catalog.+) excluded.updated,
        deleted   = sums.deleted operator(pg_catalog.+) excluded.deleted,
        unchanged = sums.unchanged operator(pg_catalog.+) excluded.unchanged,
        postponed = sums.postponed operator(pg_catalog.+) excluded.postponed,
        rejected  = sums.rejected operator(pg_catalog.+) excluded.rejected
returning (select moved.version from moved)
