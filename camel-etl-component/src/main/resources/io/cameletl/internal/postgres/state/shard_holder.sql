-- Who holds a range now, for messages.
select version, lease_owner, extract(epoch from lease_until),
       coalesce(lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp(), false)
from {schema}.etl_shard
where pipeline operator(pg_catalog.=) ? and number operator(pg_catalog.=) ?
