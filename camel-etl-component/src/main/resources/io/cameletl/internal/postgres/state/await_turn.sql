-- The same, waiting for as long as lock_timeout lets it.
select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
       coalesce(lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp(), false)
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
for no key update
