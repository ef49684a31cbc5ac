-- One step of a range, in the transaction of its page: the version says where it starts from, and the lease must be live.
update {schema}.etl_shard s
set version = s.version operator(pg_catalog.+) 1,
    cursor  = coalesce(step.cursor, s.cursor),
    rows    = s.rows operator(pg_catalog.+) step.rows
from (select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.int4) as number, cast(? as pg_catalog.int8) as version,
             cast(? as pg_catalog.text) as owner, cast(? as pg_catalog.json) as cursor, cast(? as pg_catalog.int8) as rows) step
where s.pipeline operator(pg_catalog.=) step.name
  and s.number operator(pg_catalog.=) step.number
  and s.version operator(pg_catalog.=) step.version
  and s.lease_owner operator(pg_catalog.=) step.owner
  and s.lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp()
  and not s.done
returning s.version
