-- A drained window has its start at its end, so the lag counts from the start either way; the very first window starts
-- at the beginning of time and says nothing of it.
select version, cursor, cursor_type, extract(epoch from from_at), extract(epoch from before_at),
       case when from_at > ? then extract(epoch from greatest(clock_timestamp() - from_at, interval '0')) end,
       case when lease_until > clock_timestamp() then lease_owner end,
       case when lease_until > clock_timestamp() then extract(epoch from lease_until) end,
       paused, consecutive_failures, last_error,
       breaker_state = 'OPEN' and breaker_until is not null, extract(epoch from breaker_until),
       (select count(*) from {schema}.etl_skipped_page skipped where skipped.pipeline = p.name),
       (select count(*) from {schema}.etl_rejected_record rejected where rejected.pipeline = p.name and rejected.postponed_at is null),
       (select count(*) from {schema}.etl_rejected_record rejected where rejected.pipeline = p.name and rejected.postponed_at is not null)
from {schema}.etl_pipeline p
where name = ?
