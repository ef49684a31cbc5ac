-- Who holds the pipeline now, for messages.
select paused, version, lease_owner, extract(epoch from lease_until), coalesce(lease_until > clock_timestamp(), false),
       case when breaker_state = 'OPEN' and breaker_until > clock_timestamp() then extract(epoch from breaker_until) end
from {schema}.etl_pipeline
where name = ?
