-- A pass begins. The newest 100 of the pipeline's are kept.
with begun as (
    select cast(? as pg_catalog.text) as pipeline, cast(? as pg_catalog.int8) as run_number,
           cast(? as pg_catalog.text) as target_table, cast(? as pg_catalog.text) as setup,
           cast(cast(? as pg_catalog.text) as pg_catalog.int8) as allowed
),
pruned as (
    delete from {schema}.etl_verification old
    using begun
    where old.pipeline operator(pg_catalog.=) begun.pipeline
      and old.id operator(pg_catalog.<=) (select kept.id
                                          from {schema}.etl_verification kept
                                          where kept.pipeline operator(pg_catalog.=) begun.pipeline
                                          order by kept.id desc
                                          offset 99 limit 1)
)
insert into {schema}.etl_verification (pipeline, run_number, target_table, setup, allowed)
select begun.pipeline, begun.run_number, begun.target_table, begun.setup, begun.allowed
from begun
returning id, extract(epoch from started_at)
