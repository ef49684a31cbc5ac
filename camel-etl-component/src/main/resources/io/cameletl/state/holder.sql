-- Who holds the pipeline now, for messages.
select paused, version, lease_owner, extract(epoch from lease_until), coalesce(lease_until > clock_timestamp(), false)
from {schema}.etl_pipeline
where name = ?
