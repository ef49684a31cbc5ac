-- Whether a step whose commit got no answer was taken. The share lock waits for a transaction that is still ending,
-- so it must find the row by its name alone and compare what it then sees.
select p.version operator(pg_catalog.=) (step.version operator(pg_catalog.+) 1)
           and case
                   when step.owner is not null then coalesce(p.lease_owner operator(pg_catalog.=) step.owner, false)
                   else step.cursor is null or coalesce(p.cursor::pg_catalog.text operator(pg_catalog.=) step.cursor, false)
               end
from {schema}.etl_pipeline p,
     (select cast(? as pg_catalog.int8) as version, cast(? as pg_catalog.text) as owner, cast(? as pg_catalog.text) as cursor) step
where p.name operator(pg_catalog.=) ?
for share of p
