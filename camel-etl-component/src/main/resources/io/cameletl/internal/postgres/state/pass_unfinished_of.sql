-- The newest pass that compared the same, if it was interrupted lately. Others may have come after it.
select v.id, extract(epoch from v.started_at), extract(epoch from v.took), v.up_to, v.ranges, v.source_rows, v.target_rows,
       v.missing, v.different, v.surplus, v.waiting, v.columns, v.examples, v.allowed
from {schema}.etl_verification v
where v.pipeline operator(pg_catalog.=) ?
  and v.setup operator(pg_catalog.=) ?
  and v.ended_at is null
  and v.updated_at operator(pg_catalog.>) (pg_catalog.clock_timestamp() operator(pg_catalog.-) cast('1 day' as pg_catalog.interval))
  and not exists (select
                  from {schema}.etl_verification newer
                  where newer.pipeline operator(pg_catalog.=) v.pipeline
                    and newer.setup operator(pg_catalog.=) v.setup
                    and newer.id operator(pg_catalog.>) v.id)
