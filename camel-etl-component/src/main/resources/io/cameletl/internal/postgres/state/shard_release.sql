-- Gives a range back. It is done only at the version that the last step left: a crash may have taken back the last pages,
-- which are committed without waiting for the disk.
update {schema}.etl_shard s
set lease_owner = null,
    lease_until = null,
    done        = s.done or (step.done and s.version operator(pg_catalog.=) step.version)
from (select cast(? as pg_catalog.text) as name, cast(? as pg_catalog.int4) as number, cast(? as pg_catalog.text) as owner,
             cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.bool) as done) step
where s.pipeline operator(pg_catalog.=) step.name
  and s.number operator(pg_catalog.=) step.number
  and s.lease_owner operator(pg_catalog.=) step.owner
