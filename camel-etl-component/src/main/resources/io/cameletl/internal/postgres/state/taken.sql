-- Whether a step whose commit got no answer was taken. The share lock waits for a transaction that is still ending,
-- so it must find the row by its name alone and compare what it then sees.
select p.version = step.version + 1
           and case
                   when step.owner is not null then coalesce(p.lease_owner = step.owner, false)
                   else step.cursor is null or coalesce(p.cursor::text = step.cursor, false)
               end
from {schema}.etl_pipeline p,
     (select cast(? as bigint) as version, cast(? as text) as owner, cast(? as text) as cursor) step
where p.name = ?
for share of p
