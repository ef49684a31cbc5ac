-- Who holds the pipeline now, for messages.
select paused, version, lease_owner, extract(epoch from lease_until), coalesce(lease_until operator(pg_catalog.>) pg_catalog.clock_timestamp(), false),
       case when breaker_state operator(pg_catalog.=) 'OPEN' and breaker_until operator(pg_catalog.>) pg_catalog.clock_timestamp() then extract(epoch from breaker_until) end
from {schema}.etl_pipeline
where name operator(pg_catalog.=) ?
