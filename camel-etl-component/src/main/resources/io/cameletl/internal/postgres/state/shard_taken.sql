-- Whether a step of a range was taken whose commit got no answer. The share lock waits for a transaction that is still
-- ending, so it must find the row by its key alone and compare what it then sees.
select s.version operator(pg_catalog.=) (step.version operator(pg_catalog.+) 1)
           and coalesce(s.lease_owner operator(pg_catalog.=) step.owner, false)
from {schema}.etl_shard s,
     (select cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.text) as owner) step
where s.pipeline operator(pg_catalog.=) ? and s.number operator(pg_catalog.=) ?
for share of s
