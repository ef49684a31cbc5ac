-- Writes down what somebody did by hand, and keeps the newest 1,000 of the pipeline's.
with done as (
    select cast(? as pg_catalog.text) as pipeline, cast(? as pg_catalog.text) as action,
           cast(? as pg_catalog.text) as done_by, cast(? as pg_catalog.text) as way, cast(? as pg_catalog.json) as details
),
pruned as (
    delete from {schema}.etl_action old
    using done
    where old.pipeline operator(pg_catalog.=) done.pipeline
      and old.id operator(pg_catalog.<=) (select kept.id
                                          from {schema}.etl_action kept
                                          where kept.pipeline operator(pg_catalog.=) done.pipeline
                                          order by kept.id desc
                                          offset 999 limit 1)
)
insert into {schema}.etl_action (pipeline, action, done_by, way, details)
select done.pipeline, done.action, done.done_by, done.way, done.details
from done
